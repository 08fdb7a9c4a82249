"""What groups write by themselves: the letters about their meetings."""

from collegial.groups.meetings import MEETINGS
from collegial.meetings.jobs import jobs_of

JOBS = jobs_of(MEETINGS)
