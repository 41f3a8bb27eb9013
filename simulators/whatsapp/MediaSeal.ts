import { getMediaKeys, type MediaType } from "@whiskeysockets/baileys"
import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from "node:crypto"

/** A file sealed as a phone does it. */
export interface Sealed {
  readonly bytes: Uint8Array
  readonly mediaKey: Uint8Array
  readonly fileSha256: Uint8Array
  readonly fileEncSha256: Uint8Array
}

const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest()

/** Seals a file under a fresh key. */
export const sealMedia = async (plain: Uint8Array, type: MediaType): Promise<Sealed> => {
  const mediaKey = randomBytes(32)
  const { iv, cipherKey, macKey } = await getMediaKeys(mediaKey, type)
  const cipher = createCipheriv("aes-256-cbc", cipherKey, iv)
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  const mac = createHmac("sha256", macKey!).update(iv).update(body).digest().subarray(0, 10)
  const bytes = Buffer.concat([body, mac])
  return { bytes, mediaKey, fileSha256: hash(plain), fileEncSha256: hash(bytes) }
}

/** Opens a sealed file; throws when its signature does not fit. */
export const openSealed = async (
  bytes: Uint8Array,
  mediaKey: Uint8Array,
  type: MediaType
): Promise<Uint8Array> => {
  const { iv, cipherKey, macKey } = await getMediaKeys(mediaKey, type)
  const [body, mac] = [bytes.subarray(0, -10), bytes.subarray(-10)]
  const expected = createHmac("sha256", macKey!).update(iv).update(body).digest().subarray(0, 10)
  if (!expected.equals(mac)) throw new Error("the signature of the file does not fit")
  const cipher = createDecipheriv("aes-256-cbc", cipherKey, iv)
  return Buffer.concat([cipher.update(body), cipher.final()])
}
