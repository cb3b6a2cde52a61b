"""Papers in a store that speaks S3, held against a real server process: as on the disk, in every respect."""

import os
import secrets
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import boto3
import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.translation import gettext

from accounts.roles import Role
from audit.refusals import Refused
from audit.writing import one_transaction
from beneficiaries.papers import open_paper, receive_paper
from beneficiaries.verification import findings
from config import settings as house
from tests import factories as make

pytestmark = pytest.mark.slow
BUCKET, KEY, SECRET = "papers", "rifada", secrets.token_urlsafe(12)


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A moto server of this module's own, ended by its own process."""
    port = free_port()
    said = (tmp_path_factory.mktemp("s3") / "said.txt").open("wb")
    command = [Path(sys.executable).with_name("moto_server"), "-H", "127.0.0.1", "-p", str(port)]
    running = subprocess.Popen(command, stdout=said, stderr=said, env={"PATH": os.defpath})
    try:
        until = time.monotonic() + 30
        while True:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            assert running.poll() is None, "the server ended"
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(10)
        said.close()


@pytest.fixture
def bucket(server, settings):
    """The bucket that the portal's own settings name, empty at first, and private files in it."""
    given = {"bucket_name": BUCKET, "endpoint_url": server, "region_name": "us-east-1"}
    store = house.FILE_STORES["s3"] | {"OPTIONS": {**given, "access_key": KEY, "secret_key": SECRET}}
    settings.STORAGES = {**settings.STORAGES, "default": store}
    client = boto3.client(
        "s3",
        endpoint_url=server,
        region_name="us-east-1",
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
    )
    client.create_bucket(Bucket=BUCKET)
    yield lambda: {row["Key"] for row in client.list_objects_v2(Bucket=BUCKET).get("Contents", [])}
    for row in client.list_objects_v2(Bucket=BUCKET).get("Contents", []):
        client.delete_object(Bucket=BUCKET, Key=row["Key"])
    client.close()


@pytest.mark.django_db
def test_a_paper_in_the_bucket_is_received_served_verified_and_let_go_with_its_transaction(bucket, sign_in):
    clerk = make.make_user(Role.RECEPTION, username="reception")
    request = make.make_request("verified", by=clerk)
    paper = request.verifications.first().file
    kept = bucket()
    assert paper.key in kept
    assert paper.thumbnail.key in kept
    with open_paper(paper) as file:
        content = file.read()

    response = sign_in(clerk).get(reverse("request_file", args=[request.pk, paper.pk]))
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == content
    assert response["Content-Length"] == str(len(content))
    assert response["Content-Disposition"].startswith("attachment")

    with suppress(Refused), one_transaction():
        receive_paper(make.paper(), beneficiary=request.beneficiary, by=clerk, reason="x")
        assert len(bucket()) == len(kept) + 2
        raise Refused("A later rule says no.")
    assert bucket() == kept

    assert list(findings()) == []
    default_storage.delete(paper.key)
    assert list(findings()) == [gettext("File %(id)s is no longer there.") % {"id": paper.pk}]
    assert sign_in(clerk).get(reverse("request_file", args=[request.pk, paper.pk])).status_code == 404


def test_nothing_in_the_bucket_is_overwritten_or_open_to_the_world(bucket):
    store = default_storage
    assert store.save("key", make.paper()) == "key"
    assert store.save("key", make.paper()) != "key"
    assert "X-Amz-Signature" in store.url("key")
    grants = store.bucket.Object("key").Acl().grants
    assert {grant["Grantee"]["Type"] for grant in grants} == {"CanonicalUser"}
