"""What is checked of bundles: the laws, cases, legal bases, rules without effect, and what another would change."""
