/** A column that holds sealed values, and how a row of it is called in their place (`SealedPlace`). */
export interface SealedColumn {
  readonly table: string
  readonly column: string
  /** The primary key; its parts joined by "/" are the row's name. */
  readonly key: ReadonlyArray<string>
}

/**
 * Every column that the vault seals. What is not in this list is not sealed again when keys change, and becomes
 * unreadable when the old one is retired: a test compares it with the tables.
 */
export const sealedColumns: ReadonlyArray<SealedColumn> = [
  { table: "channel", column: "secret", key: ["id"] },
  { table: "panel", column: "secret", key: ["id"] },
  { table: "panel", column: "user_secret", key: ["id"] },
  { table: "provider", column: "sealed_name", key: ["id"] },
  { table: "provider", column: "api_secret", key: ["id"] },
  { table: "login_factor", column: "secret", key: ["login_id"] },
  { table: "recovery_copy", column: "sealed", key: ["id"] },
  { table: "message_media", column: "source", key: ["message_id"] },
  { table: "whatsapp_creds", column: "value", key: ["channel_id"] },
  { table: "whatsapp_key", column: "value", key: ["channel_id", "type", "id"] }
]

/** Columns of bytes that are no secrets, with the reason. */
export const plainColumns: Readonly<Record<string, string>> = {
  "webhook_delivery.body": "what networks sent: messages, as they are kept beside it, and statuses",
  "message_media.sha256": "names a content within its workspace",
  "media_blob.sha256": "names a content within its workspace",
  "media_piece.sha256": "names a content within its workspace",
  "media_piece.bytes":
    "files of messages, whose texts are kept beside them; megabytes that every change of keys would seal anew"
}

/** The tenant's name in the place of rows that belong to nobody's workspace. */
export const noTenant = "platform"
