import { A } from "@solidjs/router"
import Bot from "lucide-solid/icons/bot"
import CornerDownRight from "lucide-solid/icons/corner-down-right"
import FlaskConical from "lucide-solid/icons/flask-conical"
import Forward from "lucide-solid/icons/forward"
import Megaphone from "lucide-solid/icons/megaphone"
import Paperclip from "lucide-solid/icons/paperclip"
import Reply from "lucide-solid/icons/reply"
import Smartphone from "lucide-solid/icons/smartphone"
import StickyNote from "lucide-solid/icons/sticky-note"
import UserRound from "lucide-solid/icons/user-round"
import { Show, type Component } from "solid-js"
import { Dynamic } from "solid-js/web"
import type { Message } from "../api/Views.ts"
import { kindWords } from "../words/fileWords.ts"
import { TimeText } from "../time/TimeText.tsx"
import type { KnownOrder } from "./createDetail.ts"
import { MediaPart } from "./MediaPart.tsx"
import { MessageText } from "./MessageText.tsx"
import { Ticks } from "./Ticks.tsx"

type Look = "in" | "bot" | "human" | "note"

const lookOf = (message: Message): Look => {
  if (message.direction === "note") return "note"
  if (message.direction === "in") return "in"
  return message.author === "staff" || message.author === "owner_phone" ? "human" : "bot"
}

/** Different in shape, place and tint: the customer square at the top left, the bot round, people with a cut corner, notes dashed. */
const shapes: Record<Look, string> = {
  // Beside it stand two buttons that a finger can press.
  in: "self-start rounded-lg rounded-tl-none bg-bubble-in pointer-coarse:mr-20",
  bot: "self-end rounded-lg bg-bubble-bot border-r-3 border-accent/60",
  human: "self-end rounded-lg rounded-tr-none bg-bubble-human",
  note: "self-center rounded-md border border-dashed border-warn/60 bg-bubble-note"
}

const authors: Record<
  Message["author"],
  { readonly label: string; readonly icon: Component<{ class?: string }> }
> = {
  customer: { label: "Customer", icon: UserRound },
  bot: { label: "Bot", icon: Bot },
  staff: { label: "Staff", icon: UserRound },
  owner_phone: { label: "From the phone", icon: Smartphone },
  provider_dispatch: { label: "Forwarded", icon: Forward },
  broadcast: { label: "Broadcast", icon: Megaphone }
}

interface MessageBubbleProps {
  readonly message: Message
  /** The first of its turn: shows who writes. */
  readonly isFirst: boolean
  readonly isGroup: boolean
  readonly orders: ReadonlyMap<string, KnownOrder>
  readonly onOrder: (orderId: string, chip: HTMLElement) => void
  /** The page that tries this text once more. */
  readonly tryHref: (text: string) => string
  /** Quotes it in the next reply; absent for who may not answer. */
  readonly onQuote: ((message: Message) => void) | undefined
  /** Tells why the gateway wrote it. */
  readonly onWhy: (message: Message) => void
  /** Sends what did not arrive again. */
  readonly onAgain: ((message: Message) => void) | undefined
}

/** Staff's own words and the bot's may be sent again; what goes to providers has its own page. */
const mayBeSentAgain = ({ author, direction, stage }: Message): boolean =>
  direction !== "in" &&
  (author === "staff" || author === "bot") &&
  (stage === "failed" || (stage === "uncertain" && direction === "out"))

/** What the gateway wrote by itself, and the notes that are commands of staff. */
const hasReasons = ({ author, direction, text, version }: Message): boolean =>
  version > 0 &&
  (author === "bot" ||
    author === "provider_dispatch" ||
    (direction === "note" && /^[\w-]+(, [\w-]+)* (refill|cancel|speedup|status)$/.test(text)))

const sideButton =
  "inline-flex size-7 items-center justify-center rounded-md text-muted opacity-0 group-hover/message:opacity-100 hover:bg-hover hover:text-text focus-visible:opacity-100 pointer-coarse:size-10 pointer-coarse:opacity-100"

/** One message. */
export const MessageBubble = (props: MessageBubbleProps) => {
  const look = () => lookOf(props.message)
  const author = () =>
    look() === "note" ? { label: "Note", icon: StickyNote } : authors[props.message.author]
  const name = () => {
    const { senderName } = props.message
    if (look() === "in") return props.isGroup ? (senderName ?? "Somebody") : null
    return senderName === null ? author().label : `${author().label} · ${senderName}`
  }
  return (
    <article
      data-message={props.message.id}
      class="group/message relative flex flex-col px-4"
      classList={{ "pt-3": props.isFirst, "pt-0.5": !props.isFirst }}
    >
      <div class={`max-w-[min(36rem,88%)] min-w-0 px-3 py-1.5 ${shapes[look()]}`}>
        <Show when={props.isFirst && name()}>
          {(text) => (
            <p class="flex items-center gap-1.5 text-xs font-medium text-muted">
              <Show when={look() !== "in"}>
                <Dynamic component={author().icon} class="size-3.5 shrink-0" aria-hidden="true" />
              </Show>
              <span class="truncate">{text()}</span>
            </p>
          )}
        </Show>
        <Show when={props.message.media !== undefined}>
          <MediaPart message={props.message} />
        </Show>
        <Show when={props.message.media === undefined && props.message.kind !== "text" && props.message.kind}>
          {(kind) => (
            <p class="my-0.5 flex items-center gap-1.5 text-muted italic">
              <Paperclip class="size-3.5 shrink-0" aria-hidden="true" />
              {kindWords[kind()]}
            </p>
          )}
        </Show>
        <div class="relative flex justify-end">
          <Show when={props.message.text !== ""} fallback={<span class="h-5 w-16" />}>
            <MessageText
              text={props.message.text}
              isTheirs={look() === "in"}
              orders={props.orders}
              onOrder={props.onOrder}
              stampClass={props.message.direction === "out" ? "w-17" : "w-11"}
            />
          </Show>
          <span class="absolute right-0 bottom-0 flex items-center gap-1 text-xs leading-5 text-muted">
            <TimeText at={props.message.sentAt} look="clock" />
            <Show when={props.message.direction === "out"}>
              <Ticks stage={props.message.stage} note={props.message.note} />
            </Show>
          </span>
        </div>
      </div>
      <Show when={look() === "in"}>
        <span class="absolute right-3 bottom-0.5 flex">
          <Show when={props.onQuote}>
            {(quote) => (
              <button
                type="button"
                aria-label="Quote this message"
                title="Quote this message"
                class={sideButton}
                onClick={() => quote()(props.message)}
              >
                <Reply class="size-4" aria-hidden="true" />
              </button>
            )}
          </Show>
          <Show when={props.message.text !== ""}>
            <A
              href={props.tryHref(props.message.text)}
              aria-label="Try this message"
              title="Try this message: what would be answered now"
              class={sideButton}
            >
              <FlaskConical class="size-4" aria-hidden="true" />
            </A>
          </Show>
        </span>
      </Show>
      <Show when={props.message.note}>
        {(note) => (
          <p
            class="mt-0.5 max-w-[min(36rem,88%)] px-1 text-xs"
            classList={{
              "self-end": props.message.direction === "out",
              "self-center": props.message.direction === "note",
              "text-bad": props.message.stage === "failed",
              "text-muted": props.message.stage !== "failed"
            }}
          >
            {note()}
            <Show when={mayBeSentAgain(props.message) && props.onAgain}>
              {(again) => (
                <button
                  type="button"
                  class="ml-2 inline-flex min-h-6 items-center font-medium text-accent underline pointer-coarse:min-h-10"
                  onClick={() => again()(props.message)}
                >
                  Send again
                </button>
              )}
            </Show>
          </p>
        )}
      </Show>
      <Show when={hasReasons(props.message)}>
        <button
          type="button"
          aria-label="Why did the bot write this?"
          title="Why: what it answers, the checks, the text, what followed"
          onClick={() => props.onWhy(props.message)}
          class="inline-flex h-6 items-center gap-1 rounded-md px-1 text-xs text-muted hover:text-text pointer-coarse:h-10"
          classList={{
            "self-end": props.message.direction === "out",
            "self-center": props.message.direction === "note"
          }}
        >
          <CornerDownRight class="size-3" aria-hidden="true" />
          why?
        </button>
      </Show>
    </article>
  )
}
