"""What this room does outside web requests."""

from jobs.work import job

from . import thumbnails, virus_scan
from .importing import committing, lists, staging, undoing

job(lists.READ)(staging.read_list)
job(lists.STAGE)(staging.stage_list)
job(lists.COMMIT)(committing.commit_list)
job(lists.UNDO)(undoing.undo_list_rows)
job(thumbnails.DRAW)(thumbnails.draw_thumbnail)
job(virus_scan.SCAN)(virus_scan.scan_paper)
