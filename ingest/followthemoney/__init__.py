"""FollowTheMoney entities as records and links."""
