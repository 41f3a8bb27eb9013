import { randomBytes } from "node:crypto"
import { crc32, deflateSync } from "node:zlib"

const head = (signature: string, size: number) =>
  Buffer.concat([Buffer.from(signature, "latin1"), randomBytes(Math.max(0, size - signature.length))])

/** So many bytes that begin as a JPEG picture does; no two are the same. */
export const jpeg = (size: number): Buffer => head("\xff\xd8\xff\xe0", size)

/** So many bytes that begin as a PNG picture does; no two are the same. */
export const png = (size: number): Buffer => head("\x89PNG\r\n\x1a\n", size)

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** A real PNG picture: noise in grey, about as many bytes as pixels. */
export const noise = (width: number, height: number): Buffer => {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 0, 0, 0, 0], 8)
  const rows = randomBytes((width + 1) * height)
  for (let row = 0; row < height; row++) rows[row * (width + 1)] = 0
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0))
  ])
}
