/** An ONNX model of one operator, which any device has: y = x + x, of two numbers each. */
export const probeModel = Buffer.from(
  "CAgSBHBhbWk6VAoXCgF4CgF4EgF5GgVBZGRfMCIDQWRkOgASBW1vZGVsWhgKAXgSEwoRCAESDQoHEgViYXRjaAoCCAJiGAoBeRITChEIARINCgcSBWJhdGNoCgIIAkIECgAQEQ==",
  "base64",
)
