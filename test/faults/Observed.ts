import { type Destination, directPlace, type Seen } from "./Ledger.ts"
import type { FaultStage } from "./Stage.ts"

/** What the world has seen of the gateway. */
export interface Observed {
  readonly replies: ReadonlyArray<Seen>
  readonly atProviders: Readonly<Record<Destination, ReadonlyArray<Seen>>>
  /** Order ids of cancel requests that the panel took, repeats included. */
  readonly panelWrites: ReadonlyArray<string>
}

/** Messages that a phone could not decrypt to the end, with how often it asked for them again. */
export const unreadable = ({ scene }: FaultStage): ReadonlyArray<string> =>
  scene.whatsapp
    .persons()
    .flatMap(({ number, account }) =>
      [...account.retries].map(([id, count]) => `${id} to ${number} ×${count}`)
    )

/** Reads the phones, the groups, the bot's chats and the panel's book. */
export const observe = ({ scene, onWhatsApp, onTelegram, telegramSupport }: FaultStage): Observed => {
  const { groups } = scene
  const direct = onWhatsApp.flatMap(({ person }) =>
    person.inbox.entries.flatMap((entry) =>
      entry.isFromGateway && entry.group === undefined
        ? [fromWhatsApp(directPlace(person.number, entry.from), entry)]
        : []
    )
  )
  const inGroup = (group: typeof groups.support) =>
    group.log.entries.flatMap((entry) =>
      entry.isFromGateway ? [fromWhatsApp(`group/${group.jid}`, entry)] : []
    )
  const botChats = onTelegram.map(({ person }) => scene.telegram.chat(scene.bot, person))
  const telegramReplies = [...botChats, telegramSupport.chat].flatMap((chat) =>
    chat.messages.flatMap(fromBot)
  )
  return {
    replies: [...direct, ...inGroup(groups.support), ...telegramReplies],
    atProviders: {
      fastLikes: inGroup(groups.fastLikes),
      fallback: inGroup(groups.fallback),
      boostMint: groups.boostMint.messages.flatMap(fromBot)
    },
    panelWrites: scene.panel.writes.flatMap(({ path, body }) =>
      path.endsWith("/orders/request-cancel") ? String(body["ids"]).split(",") : []
    )
  }
}

const fromWhatsApp = (
  place: string,
  entry: FaultStage["scene"]["groups"]["support"]["log"]["entries"][number]
): Seen => ({ place, text: entry.text, at: entry.at, copies: entry.copies, quotedId: entry.quotedId })

const fromBot = (message: FaultStage["telegramSupport"]["messages"][number]): ReadonlyArray<Seen> =>
  message.isFromBot
    ? [
        {
          place: `telegram/${message.chat.key}`,
          text: message.text,
          at: message.at,
          copies: 1,
          quotedId: message.replyTo === undefined ? undefined : String(message.replyTo)
        }
      ]
    : []
