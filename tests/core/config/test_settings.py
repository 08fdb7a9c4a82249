"""The settings of a deployment: every typing error is named, weak secrets are refused."""

import pytest

from collegial.config import ConfigError, load_settings

STRONG = "".join(f'{name} = "{"x" * 40}"\n' for name in ("key", "password_salt", "totp"))


@pytest.fixture
def deployment(tmp_path, monkeypatch):
    monkeypatch.delenv("COLLEGIAL_DATABASE_URL", raising=False)

    def write(settings, secrets=STRONG):
        (tmp_path / "pays.toml").write_text(settings, encoding="utf-8")
        (tmp_path / "secrets.toml").write_text(secrets, encoding="utf-8")
        return tmp_path / "pays.toml"

    return write


def test_a_small_file_is_enough(deployment, tmp_path):
    settings = load_settings(deployment('[pays]\nname = "Pays de Brest"\nlanguages = ["br", "fr"]\n'))
    assert (settings.pays.name, settings.pays.languages) == ("Pays de Brest", ("br", "fr"))
    assert settings.database_url == f"sqlite:///{tmp_path / 'collegial.db'}"
    assert not settings.demo


def test_the_environment_stands_over_the_file(deployment, monkeypatch):
    monkeypatch.setenv("COLLEGIAL_DATABASE_URL", "postgresql+psycopg://somewhere/pays")
    assert load_settings(deployment("")).database_url == "postgresql+psycopg://somewhere/pays"


@pytest.mark.parametrize(
    ("settings", "secrets", "said"),
    [
        ("publc_url = 'x'", STRONG, "There is no setting publc_url"),
        ("[pays]\nnom = 'x'", STRONG, "There is no setting pays.nom"),
        ("pays = 'x'", STRONG, "The setting pays must be a table"),
        ("[pays]\naccent = 'pink'", STRONG, "pays.accent must be one of"),
        ("not toml", STRONG, "is not readable as TOML"),
        ("[serving]\nworkers = 0", STRONG, "serving.workers must be at least 1"),
        ("[postgres]\npool_overflow = -1", STRONG, "postgres.pool_overflow must be zero or more"),
        ("[observing]\nlog_format = 'xml'", STRONG, "observing.log_format must be one of: text, json"),
        ("[jobs]\nqueue = 'redis'", STRONG, "jobs.queue asks for Redis: set redis_url"),
        ("[jobs]\nqueue = 'postgresql'", STRONG, "jobs.queue asks for PostgreSQL"),
        ("redis_url = 'localhost'", STRONG, "redis_url must begin with"),
        ("[mirror]\nmail = ['ada']", STRONG, "mirror.mail must hold e-mail addresses"),
        ("[mirror]\nfolder = 'm'\nstamp = true", STRONG, "mirror.stamp needs an authority"),
        ("", STRONG + "metrics_token = 'short'\n", "secrets.metrics_token must hold at least 32"),
        ("", STRONG.replace("x" * 40, "short"), "secrets.key must hold at least 32"),
        ("", STRONG.replace(f'totp = "{"x" * 40}"', 'totp = "short"'), "secrets.totp must hold at least 32"),
    ],
)
def test_what_is_wrong_is_named(deployment, settings, secrets, said):
    with pytest.raises(ConfigError, match=said):
        load_settings(deployment(settings, secrets))


def test_a_missing_file_says_what_to_do(tmp_path):
    with pytest.raises(ConfigError, match="try `collegial demo`"):
        load_settings(tmp_path / "nowhere.toml")
