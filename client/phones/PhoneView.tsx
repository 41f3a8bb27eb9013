import BatteryFull from "lucide-solid/icons/battery-full"
import SendHorizontal from "lucide-solid/icons/send-horizontal"
import Wifi from "lucide-solid/icons/wifi"
import { createEffect, createSignal, For, on, Show } from "solid-js"
import type { Trouble } from "../src/api/Trouble.ts"
import { createNow } from "../src/time/createNow.ts"
import { formatClock } from "../src/time/formatTime.ts"
import { PhoneBubble } from "./PhoneBubble.tsx"
import type { Phone, PhoneMessage } from "./PhonesApi.ts"

const usual = ["492007588 cancel", "492007588 status", "492007589 refill"]

interface PhoneViewProps {
  readonly phone: Phone
  readonly messages: ReadonlyArray<PhoneMessage>
  readonly isFresh: boolean
  readonly onType: (text: string) => Promise<Trouble | null>
}

/** One phone in somebody's hand: its chat, and a field to write in. */
export const PhoneView = (props: PhoneViewProps) => {
  const now = createNow()
  const [text, setText] = createSignal("")
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  let screen: HTMLDivElement | undefined

  createEffect(
    on(
      () => props.messages.length,
      () => queueMicrotask(() => screen?.scrollTo({ top: screen.scrollHeight }))
    )
  )
  const send = async (words: string) => {
    if (words.trim() === "") return
    setText("")
    const failed = await props.onType(words.trim())
    setTrouble(failed)
    if (failed !== null) setText(words)
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    void send(text())
  }

  return (
    <section
      aria-label={props.phone.title}
      class="flex w-75 shrink-0 snap-center flex-col gap-3 max-md:mx-auto"
    >
      <div class="px-2">
        <h2 class="truncate text-base font-semibold">{props.phone.title}</h2>
        <p class="truncate text-muted">{props.phone.subtitle}</p>
      </div>
      <div
        data-kind={props.phone.kind}
        data-fresh={props.isFresh}
        class="phone flex max-h-160 min-h-0 flex-1 flex-col overflow-hidden rounded-[36px] border-6 border-line-strong bg-(--head) shadow-float"
      >
        <div
          class="figures flex h-7 shrink-0 items-center justify-between px-6 pt-1 text-xs font-medium"
          aria-hidden="true"
        >
          {formatClock(now())}
          <span class="flex gap-1">
            <Wifi class="size-3.5" />
            <BatteryFull class="size-4" />
          </span>
        </div>
        <div class="flex h-13 shrink-0 items-center gap-2.5 border-b border-line px-4">
          <span
            class="flex size-8 items-center justify-center rounded-full bg-(--tint) text-xs font-semibold text-(--tint-text)"
            aria-hidden="true"
          >
            {initials(props.phone.chatTitle)}
          </span>
          <p class="min-w-0">
            <span class="block truncate text-base leading-5 font-semibold">{props.phone.chatTitle}</span>
            <span class="block truncate text-xs text-(--quiet)">
              {props.phone.kind === "whatsapp" ? "WhatsApp" : "Telegram"}
            </span>
          </p>
        </div>
        <div
          ref={(element) => (screen = element)}
          role="log"
          aria-label={`Chat on ${props.phone.title}`}
          tabindex="0"
          class="phone-screen flex min-h-0 flex-1 flex-col gap-1 overflow-y-auto scroll-thin px-3 py-3 -outline-offset-2"
        >
          <For
            each={props.messages}
            fallback={
              <p class="m-auto max-w-48 text-center text-(--quiet)">
                No message yet. Send the first one below.
              </p>
            }
          >
            {(message, index) => (
              <PhoneBubble
                message={message}
                isFirst={
                  props.messages[index() - 1]?.author !== message.author ||
                  props.messages[index() - 1]?.mine !== message.mine
                }
              />
            )}
          </For>
        </div>
        <Show
          when={props.phone.canType}
          fallback={
            <p class="shrink-0 border-t border-line px-4 pt-3 pb-5 text-center text-xs text-(--quiet)">
              This phone only reads along.
            </p>
          }
        >
          <div class="shrink-0 border-t border-line px-3 pt-2 pb-3">
            <div class="flex gap-1.5 overflow-x-auto pb-2 [scrollbar-width:none]">
              <For each={props.phone.suggestions ?? usual}>
                {(words) => (
                  <button
                    type="button"
                    onClick={() => void send(words)}
                    class="h-7 shrink-0 rounded-full border border-line-strong px-2.5 text-xs hover:border-(--tint) hover:text-(--tint) pointer-coarse:h-9"
                  >
                    {words}
                  </button>
                )}
              </For>
            </div>
            <Show when={trouble()}>
              {(found) => (
                <p role="alert" class="pb-2 text-xs text-bad">
                  {found().message}
                </p>
              )}
            </Show>
            <form onSubmit={submit} class="flex items-end gap-2">
              <textarea
                rows={1}
                aria-label={`Message from ${props.phone.title}`}
                placeholder="Message"
                value={text()}
                onInput={(event) => setText(event.currentTarget.value)}
                onKeyDown={(event) => {
                  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return
                  event.preventDefault()
                  void send(text())
                }}
                class="field-sizing-content max-h-24 min-h-9 w-full resize-none rounded-[18px] border border-edge/60 bg-bg px-3.5 py-2 text-base leading-4.5"
              />
              <button
                type="submit"
                aria-label="Send"
                title="Send (Enter)"
                disabled={text().trim() === ""}
                class="flex size-9 shrink-0 items-center justify-center rounded-full bg-(--tint) text-(--tint-text) transition-opacity disabled:opacity-40"
              >
                <SendHorizontal class="size-4" aria-hidden="true" />
              </button>
            </form>
          </div>
        </Show>
      </div>
    </section>
  )
}

/** At most two letters to stand for a name. */
const initials = (name: string): string =>
  (name.match(/[\p{L}\p{N}]+/gu) ?? [])
    .slice(0, 2)
    .map((word) => word[0]?.toUpperCase() ?? "")
    .join("")
