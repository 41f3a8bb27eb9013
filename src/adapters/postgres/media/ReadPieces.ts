import { Effect, Stream } from "effect"
import type { TenantId } from "../../../domain/Ids.ts"
import type { TenantSql } from "../Database.ts"

/** Bytes of each piece but the last. */
export const pieceBytes = 512 * 1024

/** The bytes of a kept file from `from` up to, not with, `to`, piece by piece; ends where a piece is missing. */
export const readPieces = (
  { sql, within }: TenantSql["Service"],
  tenantId: TenantId,
  sha256: string,
  from: number,
  to: number
): Stream.Stream<Uint8Array> => {
  const hash = Buffer.from(sha256, "hex")
  const pieceAt = (part: number) =>
    within(
      tenantId,
      sql<{ bytes: Uint8Array }>`select bytes from media_piece where sha256 = ${hash} and part = ${part}`
    ).pipe(
      Effect.orDie,
      Effect.map(([row]) => {
        if (row === undefined || part * pieceBytes >= to) return undefined
        const start = part * pieceBytes
        const piece = row.bytes.subarray(Math.max(0, from - start), Math.max(0, to - start))
        return [piece, part + 1] as const
      })
    )
  return Stream.unfold(Math.floor(from / pieceBytes), pieceAt)
}

/** A kept file as a whole; null when it is not kept (any more). */
export const readWhole = (
  database: TenantSql["Service"],
  tenantId: TenantId,
  sha256: string,
  size: number
): Effect.Effect<Uint8Array | null> =>
  readPieces(database, tenantId, sha256, 0, size).pipe(
    Stream.runCollect,
    Effect.map((pieces) => {
      const bytes = Buffer.concat(pieces)
      return bytes.length === size && size > 0 ? bytes : null
    })
  )
