import { createSignal, onCleanup } from "solid-js"
import { asTrouble, type Trouble } from "../src/api/Trouble.ts"
import {
  eventsAddress,
  listPhoneMessages,
  listPhones,
  typeOnPhone,
  type Phone,
  type PhoneEvent,
  type PhoneMessage
} from "./PhonesApi.ts"

/** How long a phone shows that something has just come. */
const freshMillis = 400

const byTime = (a: PhoneMessage, b: PhoneMessage) => a.at - b.at

/** The phones and their chats, kept live by the demo's event stream; after a gap everything is read again. */
export const createPhones = () => {
  const [phones, setPhones] = createSignal<ReadonlyArray<Phone> | null>(null)
  const [messages, setMessages] = createSignal<ReadonlyMap<string, ReadonlyArray<PhoneMessage>>>(new Map())
  const [fresh, setFresh] = createSignal<ReadonlySet<string>>(new Set())
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  const [isLive, setLive] = createSignal(false)
  const timers = new Set<ReturnType<typeof setTimeout>>()

  const take = (phoneId: string, next: ReadonlyArray<PhoneMessage>) =>
    setMessages((now) => {
      const byId = new Map((now.get(phoneId) ?? []).map((message) => [message.id, message]))
      for (const message of next) byId.set(message.id, message)
      return new Map(now).set(phoneId, [...byId.values()].sort(byTime))
    })

  const load = async () => {
    try {
      const found = await listPhones()
      const chats = await Promise.all(found.map((phone) => listPhoneMessages(phone.id)))
      setMessages(new Map(found.map((phone, index) => [phone.id, [...(chats[index] ?? [])].sort(byTime)])))
      setPhones(found)
      setTrouble(null)
    } catch (error) {
      setTrouble(asTrouble(error))
    }
  }

  const ring = (phoneId: string) => {
    setFresh((now) => new Set(now).add(phoneId))
    const timer = setTimeout(() => {
      timers.delete(timer)
      setFresh((now) => new Set([...now].filter((id) => id !== phoneId)))
    }, freshMillis)
    timers.add(timer)
  }

  const stream = new EventSource(eventsAddress)
  stream.addEventListener("open", () => {
    setLive(true)
    void load()
  })
  stream.addEventListener("error", () => {
    setLive(false)
    if (phones() === null) void load()
  })
  stream.addEventListener("message", (event) => {
    const { phoneId, message } = JSON.parse(String(event.data)) as PhoneEvent
    const isKnown =
      messages()
        .get(phoneId)
        ?.some((known) => known.id === message.id) === true
    take(phoneId, [message])
    if (!isKnown && !message.mine) ring(phoneId)
  })
  onCleanup(() => {
    stream.close()
    for (const timer of timers) clearTimeout(timer)
  })

  return {
    phones,
    messages: (id: string) => messages().get(id) ?? [],
    isFresh: (id: string) => fresh().has(id),
    isLive,
    trouble,
    reload: () => void load(),
    /** Resolves to what went wrong, or null. */
    type: (id: string, text: string): Promise<Trouble | null> =>
      typeOnPhone(id, text).then(() => null, asTrouble)
  }
}
