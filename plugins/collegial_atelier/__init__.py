"""Seasonal workshops of professionals: a group under contract, meetings that rotate, a production that is published."""
