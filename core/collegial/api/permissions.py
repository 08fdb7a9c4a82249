"""Rights over tokens: everyone who signs in may read by a program what they may read by hand."""

from collegial.kernel.permissions import SIGNED_IN

OWN_TOKENS = SIGNED_IN
