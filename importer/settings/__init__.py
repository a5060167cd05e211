"""What is set for a run: the target and its address, how jobs are sent, and the folders of this computer."""

from importer.settings.address import check_address, is_loopback, name_of, to_canonical_url
from importer.settings.atomic_file import (
    advise_on_writing,
    create_file,
    ensure_writable_folder,
    move_over,
    open_to_readers_of,
    put_on_disk,
    take_free_name,
    write_whole_file,
)
from importer.settings.bounds import NO_NUMBER, NOT_WHOLE, TOO_HIGH, TOO_LOW, find_fault, find_zone, list_choices
from importer.settings.failures import explain_failure
from importer.settings.folders import (
    FOLDER_VARIABLES,
    find_cache_folder,
    find_config_file,
    find_state_folder,
    make_private_folder,
)
from importer.settings.network_folder import is_on_a_share
from importer.settings.option import Option, options_of
from importer.settings.read_options import DECIMAL_WORDS, NOT_STORED, DateOrder, DecimalSign, Options
from importer.settings.send_policy import POLICY_VARIABLES, RequestPolicy, SendPolicy, read_policy
from importer.settings.target import PRACTICE, Target
from importer.settings.untrusted_file import (
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
