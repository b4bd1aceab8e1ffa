"""The CDK application: what Orderloom is made of on AWS and on the emulator."""
