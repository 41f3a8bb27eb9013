import { Effect } from "effect"
import { gatewayNumber } from "../../simulators/Scene.ts"
import { PlatformSql } from "../../src/adapters/postgres/Database.ts"
import { askOnTelegram, askOnWhatsApp } from "./Chats.ts"
import type { Stage } from "./Stage.ts"

/** Somebody who writes to the gateway directly, on either network. */
export interface Newcomer {
  readonly address: {
    readonly lid: string | null
    readonly pn: string | null
    readonly telegramId: string | null
  }
  /** Writes and gives the next answer. */
  readonly ask: (text: string) => Promise<string>
  /** Writes, and gives what became of the message once the gateway has finished with it. */
  readonly say: (text: string) => Promise<{ readonly stage: string; readonly note: string | null }>
  /** Everything the gateway wrote to him directly. */
  readonly heard: () => ReadonlyArray<string>
  /** Waits until the gateway has written this. */
  readonly hears: (text: string) => Promise<unknown>
}

export const networks = ["whatsapp", "telegram"] as const

let people = 0

/** A new person with a number or account of his own. */
export const newcomer = (stage: Stage, network: (typeof networks)[number] = "whatsapp"): Newcomer => {
  people += 1
  return network === "whatsapp"
    ? onWhatsApp(stage, stage.whatsapp.person({ pn: `97798200${10_000 + people}`, name: `New ${people}` }))
    : onTelegram(stage, stage.telegram.person({ firstName: `New ${people}` }))
}

/** A person of WhatsApp as one who writes directly. */
export const onWhatsApp = (stage: Stage, person: ReturnType<Stage["whatsapp"]["person"]>): Newcomer => ({
  address: { lid: person.lidJid, pn: person.pnJid, telegramId: null },
  ask: (text) => askOnWhatsApp(person, text),
  say: async (text) => {
    const { id } = await person.send(gatewayNumber, text)
    return finished(stage, id, [person.lidJid, person.pnJid])
  },
  heard: () =>
    person.inbox.entries
      .filter(({ isFromGateway, group }) => isFromGateway && group === undefined)
      .map(({ text }) => text),
  hears: (text) => person.waitFor((message) => message.isFromGateway && message.text === text, 25_000)
})

/** A person of Telegram as one who writes directly. */
export const onTelegram = (stage: Stage, person: ReturnType<Stage["telegram"]["person"]>): Newcomer => ({
  address: { lid: null, pn: null, telegramId: String(person.id) },
  ask: (text) => askOnTelegram(stage, person, text),
  say: (text) => {
    const { messageId } = person.write(stage.bot, text)
    return finished(stage, String(messageId), [String(person.id)])
  },
  heard: () =>
    person
      .chatWith(stage.bot)
      .messages.filter(({ isFromBot }) => isFromBot)
      .map(({ text }) => text),
  hears: (text) =>
    stage.telegram.waitFor(
      (message) => message.isFromBot && message.chat === person.chatWith(stage.bot) && message.text === text,
      25_000
    )
})

/** Ids of messages count in each chat of Telegram for itself. */
const finished = async (stage: Stage, networkId: string, chats: ReadonlyArray<string>) => {
  const [row] = await stage.until(
    `the end of message ${networkId}`,
    Effect.flatMap(
      PlatformSql,
      (sql) => sql<{ stage: string; note: string | null }>`
        select m.stage, m.note from message m join conversation c on c.id = m.conversation_id
        where m.network_id = ${networkId} and m.direction = 'in' and c.kind = 'direct'
          and (${sql.in("c.chat_id", chats)} or ${sql.in("c.chat_pn", chats)})`
    ),
    (rows) => rows.length === 1 && rows[0]!.stage !== "received"
  )
  return row!
}

/** Moves everything that is counted of people back in time, as if it had happened then. */
export const conductAgo = (stage: Stage, interval: string) =>
  stage.query(
    `update conduct set since = since - $1::interval, blocked_until = blocked_until - $1::interval`,
    [interval]
  )
