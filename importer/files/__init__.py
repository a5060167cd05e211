"""Files and folders of this computer: written whole, opened safely where others may write, private to the user."""

from importer.files.atomic_file import (
    HALF_PAIR,
    advise_on_writing,
    create_file,
    ensure_writable_folder,
    move_over,
    open_to_readers_of,
    put_on_disk,
    take_away,
    take_free_name,
    write_whole_file,
)
from importer.files.failures import explain_failure
from importer.files.folders import (
    FOLDER_VARIABLES,
    find_cache_folder,
    find_config_file,
    find_state_folder,
    make_private_folder,
)
from importer.files.network_folder import is_on_a_share
from importer.files.untrusted_file import (
    NotToml,
    ensure_own,
    ensure_own_folder,
    identity_of,
    is_folder,
    is_there,
    open_regular_file,
    open_same_file,
    read_file_content,
    resolve_links,
    toml_of,
)
