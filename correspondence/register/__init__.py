"""The register of letters, outgoing and incoming: finding, looking at, handing over, recording, taking along."""
