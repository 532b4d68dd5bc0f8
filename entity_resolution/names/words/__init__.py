"""Words that say what kind of thing is named, in English."""
