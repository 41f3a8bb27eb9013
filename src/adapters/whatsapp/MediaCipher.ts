import { getMediaKeys, type MediaType } from "@whiskeysockets/baileys"
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual
} from "node:crypto"

/** A file as WhatsApp keeps it, with what opens it. */
export interface SealedFile {
  readonly bytes: Uint8Array
  readonly mediaKey: Uint8Array
  readonly fileSha256: Uint8Array
  readonly fileEncSha256: Uint8Array
}

/** WhatsApp keeps only so much of the signature at the end of a file. */
const macBytes = 10

const sha256 = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest()

const macOf = (key: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array): Buffer =>
  createHmac("sha256", key).update(iv).update(ciphertext).digest().subarray(0, macBytes)

/** Seals a file under a key of its own. */
export const sealFile = async (plain: Uint8Array, type: MediaType): Promise<SealedFile> => {
  const mediaKey = randomBytes(32)
  const { iv, cipherKey, macKey } = await keysOf(mediaKey, type)
  const cipher = createCipheriv("aes-256-cbc", cipherKey, iv)
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()])
  const bytes = Buffer.concat([ciphertext, macOf(macKey, iv, ciphertext)])
  return { bytes, mediaKey, fileSha256: sha256(plain), fileEncSha256: sha256(bytes) }
}

/** Opens a file; null when it is not the one that was sealed: nothing of it is decrypted before its signature fits. */
export const openFile = async (
  bytes: Uint8Array,
  mediaKey: Uint8Array,
  type: MediaType,
  fileSha256: Uint8Array | null
): Promise<Uint8Array | null> => {
  const ciphertext = bytes.subarray(0, Math.max(0, bytes.length - macBytes))
  const mac = bytes.subarray(ciphertext.length)
  const { iv, cipherKey, macKey } = await keysOf(mediaKey, type)
  if (mac.length !== macBytes || !timingSafeEqual(mac, macOf(macKey, iv, ciphertext))) return null
  try {
    const cipher = createDecipheriv("aes-256-cbc", cipherKey, iv)
    const plain = Buffer.concat([cipher.update(ciphertext), cipher.final()])
    return fileSha256 === null || timingSafeEqual(sha256(plain), fileSha256) ? plain : null
  } catch {
    return null
  }
}

/** Bytes beyond the plain ones: the last block's filling and the signature. */
export const sealOverhead = 16 + macBytes

const keysOf = async (mediaKey: Uint8Array, type: MediaType) => {
  const { iv, cipherKey, macKey } = await getMediaKeys(mediaKey, type)
  if (macKey === undefined) throw new Error("Baileys gave no key for a file's signature")
  return { iv, cipherKey, macKey }
}
