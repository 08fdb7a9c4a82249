"""The group and the meeting that an address names, and the way to them."""

from flask import url_for

from collegial.groups import queries
from collegial.groups.models import Group, GroupMeeting
from collegial.kernel.errors import Missing
from collegial.kernel.text import Text, t
from collegial.web.request import session


def shown_group(key: str) -> Group:
    """Return a group; raises Missing."""
    group = queries.group_by_key(session(), key)
    if group is None:
        raise Missing("groups.none", t("There is no group at this address."))
    return group


def shown_meeting(group: Group, meeting_id: int) -> GroupMeeting:
    """Return a meeting of a group; raises Missing."""
    found = queries.meeting_of(session(), group, meeting_id)
    if found is None:
        raise Missing("groups.no_meeting", t("There is no such meeting."))
    return found


def way_to(group: Group) -> list[tuple[Text | str, str]]:
    """Return the way to the page of a group."""
    return [(t("Groups"), url_for("groups.index")), (group.name, url_for("groups.show", key=group.key))]
