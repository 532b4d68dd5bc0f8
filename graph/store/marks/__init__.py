"""What a store keeps of the deployment around it: which key minted its ids, how far audit folders were."""
