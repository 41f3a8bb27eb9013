import { type BinaryNode } from "@whiskeysockets/baileys"

/** A WABinary stanza; attributes that are undefined are left out. */
export const node = (
  tag: string,
  attrs: Record<string, string | number | undefined> = {},
  content?: ReadonlyArray<BinaryNode> | Uint8Array | string
): BinaryNode => {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(attrs)) if (value !== undefined) kept[name] = String(value)
  if (content === undefined) return { tag, attrs: kept }
  return { tag, attrs: kept, content: isBytesOrText(content) ? content : [...content] }
}

/** The children of a stanza, all of them or those with one tag. */
export const children = (parent: BinaryNode | undefined, tag?: string): BinaryNode[] =>
  Array.isArray(parent?.content) ? parent.content.filter((child) => !tag || child.tag === tag) : []

/** The first child of a stanza with this tag, or the first child at all. */
export const child = (parent: BinaryNode | undefined, tag?: string): BinaryNode | undefined =>
  children(parent, tag)[0]

/** The content of a stanza as bytes; text is taken as UTF-8, a missing content is empty. */
export const bytes = (of: BinaryNode | undefined): Buffer => {
  if (of === undefined || of.content === undefined || Array.isArray(of.content)) return Buffer.alloc(0)
  return Buffer.from(of.content)
}

/** The content of a stanza as an unsigned big-endian integer. */
export const uint = (of: BinaryNode | undefined): number =>
  bytes(of).reduce((sum, byte) => sum * 256 + byte, 0)

/** An unsigned integer as `length` big-endian bytes. */
export const bigEndian = (value: number, length: number): Buffer => {
  const out = Buffer.alloc(length)
  out.writeUIntBE(value, 0, length)
  return out
}

/** The present time in the unit of the protocol's `t` attributes, seconds. */
export const unixTime = (): number => Math.floor(Date.now() / 1000)

const isBytesOrText = (
  content: ReadonlyArray<BinaryNode> | Uint8Array | string
): content is Uint8Array | string => typeof content === "string" || content instanceof Uint8Array
