import { Effect } from "effect"
import { SqlClient } from "effect/sql"
import { afterAll, beforeAll, expect, it } from "vitest"
import holdOneChat from "../../migrations/0046_hold_one_chat.ts"
import { PlatformSql } from "../../src/adapters/postgres/Database.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

let storage: TestStorage
let tenant: SmallTenant

beforeAll(async () => {
  storage = await openStorage(1)
  tenant = await storage.run(smallTenant())
})
afterAll(() => storage.close())

const pn = (n: number) => `97798700000${n}@s.whatsapp.net`

/** Chats as an older version may have left them: address, number, and the minute of the last message. */
const apart: ReadonlyArray<readonly [string, string | null, number]> = [
  // One person twice, the number's chat with its number as newer versions write it, and without as older ones did.
  ["1@lid", pn(1), 1],
  [pn(1), pn(1), 2],
  ["2@lid", pn(2), 4],
  [pn(2), null, 3],
  // A number that has come to another person.
  ["3@lid", pn(3), 5],
  ["4@lid", pn(3), 6],
  // Nothing to do.
  ["5@lid", null, 7],
  [pn(6), pn(6), 8]
]

it.each(["whatsapp", "telegram"] as const)(
  "CH-06: chats that an older version left apart become one when a new version starts (%s)",
  async (kind) => {
    const chats = () =>
      storage.query<{ chat_id: string; chat_pn: string | null }>(
        "select chat_id, chat_pn from conversation where channel_id = $1 order by chat_id",
        [tenant[kind]]
      )
    await storage.query("alter table conversation drop column known_by")
    for (const [address, number, minute] of apart) {
      await storage.query(
        `insert into conversation (id, tenant_id, channel_id, chat_id, chat_pn, kind, last_at)
         values (new_id(), $1, $2, $3, $4, 'direct', now() + make_interval(mins => $5))`,
        [tenant.tenantId, tenant[kind], address, number, minute]
      )
    }
    await storage.run(
      Effect.flatMap(PlatformSql, (sql) =>
        sql.withTransaction(Effect.provideService(holdOneChat, SqlClient.SqlClient, sql))
      )
    )
    expect(await chats()).toEqual([
      { chat_id: "1@lid", chat_pn: pn(1) },
      { chat_id: "2@lid", chat_pn: pn(2) },
      { chat_id: "3@lid", chat_pn: null },
      { chat_id: "4@lid", chat_pn: pn(3) },
      { chat_id: "5@lid", chat_pn: null },
      { chat_id: pn(6), chat_pn: pn(6) }
    ])
    expect(
      await storage.query(
        "select indisunique as u from pg_index where indexrelid = 'conversation_number'::regclass"
      )
    ).toEqual([{ u: true }])
  }
)
