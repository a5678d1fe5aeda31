import { expect, test } from "vitest"
import { looksLike } from "./file-signatures.ts"

const bytes = (latin: string) => Uint8Array.from(latin, (character) => character.charCodeAt(0))
const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00ff\nsize 4953793\n"

test.each([
  ["\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image", "a PNG image"],
  ["RIFF\x10\0\0\0WEBPVP8 ", "image", "a WebP image"],
  ["PK\x03\x04\x14\0", "archive", "or Keras 3 (.keras): convert it"],
  ["\x1f\x8b\x08\0", "archive", "a gzip archive: unpack it first"],
  ["\x1c\0\0\0TFL3", "other-model", "a TensorFlow Lite model: convert it"],
  ["\x08\x08\x12\x04pami", "onnx", "an ONNX model"],
  ["\x08\x01\x12\x03abc", "saved-model", "give its folder"],
  ["\x0a\x05\x0a\x03abc", "binary", "a frozen graph of TensorFlow (.pb): convert it"],
  [pointer, "lfs-pointer", "a Git LFS pointer to a file of 4,953,793 bytes"],
  ["\n<!DOCTYPE html><title>Not found</title>", "web-page", "a web page"],
  ["<?xml version='1.0'?>", "xml", "an XML document"],
  ["\xef\xbb\xbf { }", "json", "a JSON file"],
  ["Bonjour.\n", "text", "a text file"],
])("%j is of the kind %s", (start, kind, description) => {
  expect(looksLike(bytes(start), "convert it")).toEqual({
    kind,
    description: expect.stringContaining(description),
  })
})
