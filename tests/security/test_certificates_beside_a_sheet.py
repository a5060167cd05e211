"""S2: a certificate that lies beside the sheet vouches for no server, whatever other programs take for its path."""

from pathlib import Path

import pytest

from importer.errors import SettingsError
from importer.jobs_api import JobsApi, NoResponse
from importer.settings import RequestPolicy, Target
from tests import certificate
from tests.odd_server import OddServer, reply

ID = "00000000-0000-4000-8000-000000000001"
VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")
QUICK = RequestPolicy(attempts=1, connect_seconds=5, answer_seconds=5)


def ask(url: str) -> int:
    with JobsApi(Target("safe", url, "u", "p"), QUICK) as api:
        return api.get_job(ID).status


@pytest.mark.parametrize("variable", VARIABLES)
def test_a_path_that_begins_in_the_current_folder_is_refused(
    variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    own = certificate.made(tmp_path)
    monkeypatch.chdir(tmp_path)
    beside = own.bundle.name
    monkeypatch.setenv(variable, f"/opt/none:{beside}" if variable == "SSL_CERT_DIR" else beside)
    with OddServer(lambda _: reply(200, {"id": ID}), own.context) as server:
        with pytest.raises(SettingsError, match="a relative path") as refused:
            ask(server.url)
        assert variable in str(refused.value)
    assert server.asked == []
    with OddServer(lambda _: reply(200, {"id": ID})) as plain:
        assert ask(plain.url) == 200  # no certificate is looked at
    monkeypatch.setenv(variable, "")
    with OddServer(lambda _: reply(200, {"id": ID}), own.context) as server, pytest.raises(NoResponse):
        ask(server.url)


def test_what_the_target_names_is_asked_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.setenv(name, "company.pem")
    own = certificate.made(tmp_path)
    with (
        OddServer(lambda _: reply(200, {"id": ID}), own.context) as server,
        JobsApi(Target("safe", server.url, "u", "p", ca_bundle=own.bundle), QUICK) as api,
    ):
        assert api.get_job(ID).status == 200
