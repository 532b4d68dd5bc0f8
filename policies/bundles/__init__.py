"""Policy bundles: read strictly, their registers, schema and signatures, and how one is put in force."""
