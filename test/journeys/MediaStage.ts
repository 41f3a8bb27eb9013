import { Effect } from "effect"
import { randomUUID } from "node:crypto"
import { Vault } from "../../src/ports/Vault.ts"
import type { Message } from "../../src/domain/LiveEvent.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { openWholeStage, waitFor } from "./WholeStage.ts"

/** A gateway with its pages and a linked number, and a member of staff who opens and sends files by HTTP. */
export const openMediaStage = async (env: Readonly<Record<string, string>> = {}) => {
  const stage = await openWholeStage({}, env)
  await stage.link()
  await stage.person("owner", "owner")
  const other = await stage.run(
    Effect.flatMap(TenantSetup, (setup) =>
      setup.createTenant({ name: "Another", timeZone: "UTC", rules: {} })
    )
  )
  await stage.person("stranger", "owner", other)
  const cookie = await stage.logIn("owner")
  const stranger = await stage.logIn("stranger")

  const ask = async (path: string, init: RequestInit & { readonly as?: string } = {}) => {
    const { as = cookie, headers, ...rest } = init
    const answer = await fetch(`${stage.base}${path}`, {
      ...rest,
      headers: { origin: stage.base, cookie: as, ...(headers as Record<string, string>) }
    })
    const bytes = Buffer.from(await answer.arrayBuffer())
    const isJson = answer.headers.get("content-type")?.startsWith("application/json") === true
    const json = isJson ? (JSON.parse(bytes.toString()) as Record<string, unknown>) : {}
    return {
      status: answer.status,
      headers: answer.headers,
      bytes,
      json,
      words: String(json["message"] ?? "")
    }
  }

  const messages = async (conversationId: string): Promise<ReadonlyArray<Message>> =>
    (await ask(`/api/conversations/${conversationId}/messages?limit=200`)).json["items"] as Array<Message>

  const messageOf = async (id: string) => {
    const [row] = await stage.query<{ conversation: string }>(
      "select conversation_id::text as conversation from message where id = $1",
      [id]
    )
    return (await messages(row!.conversation)).find((message) => message.id === id)!
  }

  const take = (conversationId: string, name: string, bytes: Buffer) =>
    ask(`/api/conversations/${conversationId}/media?name=${encodeURIComponent(name)}`, {
      method: "POST",
      headers: { "content-type": "application/octet-stream" },
      body: new Uint8Array(bytes)
    })

  const sendKept = (
    conversationId: string,
    sha256: string,
    name = "file.bin",
    caption = "",
    clientId: string = randomUUID()
  ) =>
    ask(`/api/conversations/${conversationId}/media/messages`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ clientId, sha256, name, caption })
    })

  return {
    ...stage,
    stranger,
    take,
    sendKept,
    messageOf,
    logged: () => stage.capture.logs,
    /** What staff see of the message with this text, once it is there. */
    received: async (text: string, write: () => unknown): Promise<Message> => {
      await write()
      const id = await waitFor(async () => {
        const [row] = await stage.query<{ id: string }>(
          "select id::text as id from message where text = $1 and direction = 'in'",
          [text]
        )
        return row?.id
      })
      return messageOf(id)
    },
    open: (id: string, headers: Readonly<Record<string, string>> = {}) =>
      ask(`/api/messages/${id}/media`, { headers }),
    openAs: (as: string, id: string) => ask(`/api/messages/${id}/media`, { as }),
    networkIdOf: async (id: string) =>
      (await stage.query<{ id: string }>("select network_id as id from message where id = $1", [id]))[0]!.id,
    /** The opened source of a message's file. */
    sources: async (id: string) => {
      const rows = await stage.query<{ source: Uint8Array; tenant: string }>(
        "select source, tenant_id::text as tenant from message_media where message_id = $1",
        [id]
      )
      const opened = rows.map(({ source, tenant }) =>
        stage.run(
          Effect.flatMap(Vault, (vault) =>
            vault.open({ tenantId: tenant, table: "message_media", column: "source", row: id }, source)
          )
        )
      )
      return (await Promise.all(opened)).map(
        (plain) => JSON.parse(Buffer.from(plain).toString()) as { readonly directPath: string }
      )
    },
    /** Keeps a file and sends it. */
    send: async (
      conversationId: string,
      file: { readonly name: string; readonly bytes: Buffer },
      caption: string,
      clientId: string = randomUUID()
    ): Promise<Message> => {
      const taken = await take(conversationId, file.name, file.bytes)
      if (taken.status !== 200) throw new Error(`not taken: ${taken.status} ${taken.words}`)
      const answer = await sendKept(
        conversationId,
        String(taken.json["sha256"]),
        file.name,
        caption,
        clientId
      )
      if (answer.status !== 200) throw new Error(`not sent: ${answer.status} ${answer.words}`)
      return answer.json as unknown as Message
    }
  }
}

export type MediaStage = Awaited<ReturnType<typeof openMediaStage>>
