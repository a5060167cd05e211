"""What is set for a run: the target and its address, how jobs are sent, and the folders of this computer."""

from importer.settings.address import canonical_url, checked_address, is_loopback, name_of
from importer.settings.folders import VARIABLES, cache_folder, config_file, make_private_folder, state_folder
from importer.settings.named_file import (
    NotToml,
    content_of_file,
    identity_of,
    is_folder,
    is_there,
    open_regular_file,
    open_same_file,
    real_path,
    toml_of,
)
from importer.settings.option import Option, options_of
from importer.settings.read_options import DECIMAL_WORDS, NOT_STORED, DateOrder, DecimalSign, Options
from importer.settings.send_policy import RequestPolicy, SendPolicy, policy_from_environment
from importer.settings.shares import is_on_a_share
from importer.settings.target import PRACTICE, Target
from importer.settings.whole_file import (
    ensure_writable_folder,
    move_over,
    new_file,
    open_to_readers_of,
    put_on_disk,
    take_free_name,
    write_whole_file,
    writing_advice,
)
