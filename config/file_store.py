"""Private files in a store that speaks S3."""

from botocore.config import Config
from storages.backends.s3 import S3Storage

CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 5, 30, 2


class ObjectStore(S3Storage):
    """A private bucket, written once under each name; patient for seconds and not for minutes."""

    def __init__(self, *, endpoint_url=None, **options):
        # A store of one's own is found by its address alone; Amazon's by the name of the bucket.
        addressing = "path" if endpoint_url else "auto"
        super().__init__(
            endpoint_url=endpoint_url,
            client_config=Config(
                signature_version="s3v4",
                s3={"addressing_style": addressing},
                connect_timeout=CONNECT_SECONDS,
                read_timeout=READ_SECONDS,
                retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
            ),
            # SECURITY: no list of readers but the bucket's own, no address without a signature, nothing overwritten.
            default_acl=None,
            querystring_auth=True,
            file_overwrite=False,
            **options,
        )
