"""What a viewer sees of records that an answer names, and of an agency's own."""
