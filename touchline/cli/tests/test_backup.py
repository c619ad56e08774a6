import tarfile

import pytest

pytestmark = pytest.mark.slow
PREPARED = "from touchline.cli.preparing import prepare; prepare()\n"
FOUNDED = PREPARED + "Workspace.objects.create(name='Fieldstone', created_at=datetime.now(UTC))"
NAMES = "print(sorted(Workspace.objects.values_list('name', flat=True)))"


@pytest.fixture
def kept(touchline, tmp_path):
    """A backup of a home with one workspace, one upload and a key."""
    touchline(python=FOUNDED)
    (touchline.home / "uploads").mkdir()
    (touchline.home / "uploads" / "deals.csv").write_text("id\n1\n")
    file = tmp_path / "kept.tar"
    done = touchline("backup", file)
    assert done.returncode == 0, done.stderr
    assert "checked" in done.stdout
    return file


def test_a_restore_brings_back_database_key_and_upload_and_keeps_what_was_there(touchline, kept):
    key = (touchline.home / "secret_key").read_text()
    touchline(python="Workspace.objects.all().delete()")
    (touchline.home / "secret_key").write_text("another")
    (touchline.home / "uploads" / "deals.csv").unlink()
    done = touchline("restore", kept)
    assert done.returncode == 0, done.stderr
    assert touchline(python=NAMES).stdout.strip() == "['Fieldstone']"
    assert (touchline.home / "secret_key").read_text() == key
    assert (touchline.home / "uploads" / "deals.csv").read_text() == "id\n1\n"
    (aside,) = touchline.home.glob("before-restore-*")
    assert (aside / "secret_key").read_text() == "another"
    assert (aside / "touchline.sqlite3").exists() or "schema" in (aside / "README").read_text()


# The last byte of a header's checksum is one that nothing which reads a tar looks at.
UNREAD = 155


@pytest.mark.parametrize("share", [0.0, 0.03, 0.4, 0.9, 1.0, None])
def test_a_damaged_backup_is_refused_and_changes_nothing(touchline, kept, share):
    whole = bytearray(kept.read_bytes())
    whole[UNREAD if share is None else int((len(whole) - 1) * share)] ^= 0xFF
    kept.write_bytes(whole)
    done = touchline("restore", kept)
    assert done.returncode == 1
    assert "damaged" in done.stderr or "not a Touchline backup" in done.stderr
    assert touchline(python=NAMES).stdout.strip() == "['Fieldstone']"
    assert not list(touchline.home.glob("before-restore-*"))


def test_a_cut_off_backup_is_refused(touchline, kept):
    kept.write_bytes(kept.read_bytes()[: kept.stat().st_size // 2])
    assert touchline("restore", kept).returncode == 1


def test_another_kind_of_file_is_refused_with_a_sentence(touchline, tmp_path):
    other = tmp_path / "photo.tar"
    with tarfile.open(other, "w") as tar:
        tar.add(__file__, "photo.jpg")
    done = touchline("restore", other)
    assert done.returncode == 1
    assert done.stderr.strip() == "Error: photo.tar is not a Touchline backup."


def test_a_backup_says_in_every_workspace_that_it_was_made(touchline, kept):
    events = "from touchline.timeline.models import Event; print(Event.objects.get().label)"
    assert touchline(python=events).stdout.strip() == "Backup written to kept.tar"
