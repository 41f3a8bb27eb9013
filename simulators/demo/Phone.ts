/** A message as the page of phones shows it. */
export interface PhoneMessage {
  readonly id: string
  /** Written on this phone. */
  readonly mine: boolean
  /** Who wrote it, in a group. */
  readonly author: string | null
  readonly text: string
  /** Unix milliseconds. */
  readonly at: number
  /** What became of one's own message. */
  readonly ticks: "sent" | "delivered" | "read" | null
  /** What it answers. */
  readonly quote: { readonly author: string | null; readonly text: string } | null
}

/** How the page introduces a phone. */
export interface PhoneCard {
  readonly id: string
  readonly title: string
  readonly subtitle: string
  readonly kind: "whatsapp" | "telegram"
  readonly chatTitle: string
  readonly canType: boolean
  /** Texts to send with one press. */
  readonly suggestions: ReadonlyArray<string>
}

/** One chat on a simulated person's phone. */
export interface Phone {
  readonly card: PhoneCard
  /** The newest, oldest first. */
  readonly messages: () => ReadonlyArray<PhoneMessage>
  /** Writes as the person who holds the phone. */
  readonly type: (text: string) => Promise<void>
  /** Calls back for each message that is new or has changed; the returned function ends that. */
  readonly watch: (listener: (message: PhoneMessage) => void) => () => void
}

/** What the page shows at most of one chat. */
export const shownMessages = 100
