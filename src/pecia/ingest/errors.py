"""What is not taken, each with a stable code and what to do."""

from __future__ import annotations

from pecia.kernel.errors import Conflict, NotThere, PeciaError


class UploadRefused(PeciaError):
    """A file that is not taken."""

    status = 422


class Empty(UploadRefused):
    """No bytes."""

    code = "empty"
    advice = "The file is empty. Choose the file again; perhaps the copy was interrupted."


class TooLarge(UploadRefused):
    """More bytes than the site takes."""

    code = "too_large"
    advice = "The file has more than the %(limit)s MB that this site takes. Split it and try again."
    status = 413


class MoreThanAnnounced(TooLarge):
    """More bytes than the sender said there would be."""

    advice = "More arrived than was announced, so it was not taken. Choose the file again."


class TypeNotAllowed(UploadRefused):
    """A name that says it is nothing we can read."""

    code = "type_not_allowed"
    advice = "Files of this kind (%(extension)s) are not taken. Save it as PDF and try again."
    status = 415


class HashMismatch(UploadRefused):
    """What arrived is not what was announced."""

    code = "hash_mismatch"
    advice = "The file changed on its way, so nothing was taken. Upload it again."
    status = 460


class TooMany(UploadRefused):
    """More uploads than an account may begin in a day."""

    code = "too_many_uploads"
    advice = "You have begun %(limit)s uploads today, which is the limit. Go on tomorrow."
    status = 429


class NoSuchUpload(NotThere):
    """The upload is not there, was finished, or was kept too long."""

    code = "upload_not_found"
    advice = "This upload is not here any more. Choose the file again."


class WrongOffset(Conflict):
    """The next bytes are not those that were sent."""

    code = "wrong_offset"
    advice = "The upload has gone on elsewhere. Ask how far it has come, and send from there."


class UploadBusy(Conflict):
    """Two connections write to one upload."""

    code = "upload_busy"
    advice = "Another connection is sending this file just now. Wait a moment."
    status = 423
