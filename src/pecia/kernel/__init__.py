"""What every part stands on: clock, ids, errors, durable files, blobs, events and jobs.

Knows no part. Its only tables are the outbox and the number series.
"""
