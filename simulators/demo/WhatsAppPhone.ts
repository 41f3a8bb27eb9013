import type { Group } from "../whatsapp/Group.ts"
import type { RecordedMessage } from "../whatsapp/MessageLog.ts"
import type { Person } from "../whatsapp/Person.ts"
import type { WhatsAppSimulator } from "../whatsapp/Simulator.ts"
import { type Phone, type PhoneCard, type PhoneMessage, shownMessages } from "./Phone.ts"

type Card = Omit<PhoneCard, "kind" | "canType">

/** A person's direct chat with a gateway number. */
export const directPhone = (
  whatsapp: WhatsAppSimulator,
  person: Person,
  number: string,
  card: Card
): Phone => {
  const isHere = ({ group, from, to }: RecordedMessage) =>
    group === undefined && (from === number || to === number)
  const find = (id: string) => person.inbox.get(id) ?? person.sent.get(id)
  const show = (message: RecordedMessage) => shown(message, person, find)
  return {
    card: { ...card, kind: "whatsapp", canType: true },
    messages: () =>
      [...newest(person.inbox.entries, isHere), ...newest(person.sent.entries, isHere)]
        .toSorted((a, b) => a.at - b.at)
        .slice(-shownMessages)
        .map(show),
    type: async (text) => void (await person.send(number, text)),
    watch: (listener) =>
      whatsapp.on((event) => {
        if (!("message" in event) || event.owner !== person.number || !isHere(event.message)) return
        listener(show(event.message))
      })
  }
}

/** A group as one of its members sees it. */
export const groupPhone = (whatsapp: WhatsAppSimulator, person: Person, group: Group, card: Card): Phone => {
  const show = (message: RecordedMessage) => shown(message, person, (id) => group.log.get(id))
  return {
    card: { ...card, kind: "whatsapp", canType: true },
    messages: () => group.log.entries.slice(-shownMessages).map(show),
    type: async (text) => void (await person.sendToGroup(group.jid, text)),
    watch: (listener) =>
      whatsapp.on((event) => {
        if (!("message" in event) || event.message.group !== group.jid) return
        const isTicks = event.type === "updated" && event.owner === person.number
        if (event.type === "group" || isTicks) listener(show(event.message))
      })
  }
}

const newest = (
  entries: ReadonlyArray<RecordedMessage>,
  isWanted: (message: RecordedMessage) => boolean
): ReadonlyArray<RecordedMessage> => entries.filter(isWanted).slice(-shownMessages)

const shown = (
  message: RecordedMessage,
  person: Person,
  find: (id: string) => RecordedMessage | undefined
): PhoneMessage => {
  const mine = message.from === person.number
  const quoted = message.quotedId === undefined ? undefined : find(message.quotedId)
  const nameOf = (one: RecordedMessage) => (one.from === person.number ? "You" : one.fromName)
  return {
    id: message.id,
    mine,
    author: mine || message.group === undefined ? null : message.fromName,
    text: message.kind === "image" ? `📷 ${message.text}` : message.text,
    at: message.at,
    ticks: mine ? ticks(person.sent.get(message.id) ?? message) : null,
    quote: quoted === undefined ? null : { author: nameOf(quoted), text: quoted.text }
  }
}

const ticks = ({ deliveredAt, readAt }: RecordedMessage) =>
  readAt !== undefined ? "read" : deliveredAt !== undefined ? "delivered" : "sent"
