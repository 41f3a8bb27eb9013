import BookmarkPlus from "lucide-solid/icons/bookmark-plus"
import SendHorizontal from "lucide-solid/icons/send-horizontal"
import X from "lucide-solid/icons/x"
import { createEffect, createSignal, on, onCleanup, Show } from "solid-js"
import type { Message } from "../api/Views.ts"
import { offerActions } from "../app/createActions.ts"
import { createShortcuts } from "../app/createShortcuts.ts"
import { useLive } from "../live/LiveContext.ts"
import { Button, IconButton } from "../ui/Button.tsx"
import { createMedia } from "../ui/createMedia.ts"
import { AttachButton, AttachmentBar } from "./AttachmentBar.tsx"
import { CannedMenu } from "./CannedMenu.tsx"
import { createAttachment } from "./createAttachment.ts"
import { createCanned } from "./createCanned.ts"
import type { Control } from "./createControl.ts"
import type { OutgoingWords } from "./createOutgoing.ts"
import { SaveCanned } from "./SaveCanned.tsx"
import { messageLine } from "../words/fileWords.ts"
import { sizeWords } from "../words/sizeWords.ts"

/** The longest text that every network takes beside a file. */
const longestCaption = 1_024

const typingMillis = 5_000

/** What was begun in each chat; a note stays a note. */
const drafts = new Map<string, { readonly text: string; readonly isNote: boolean }>()

interface ComposerProps {
  readonly conversationId: string
  readonly control: Control
  readonly outgoing: OutgoingWords
  readonly quoted: Message | null
  readonly onUnquote: () => void
  readonly onSent: () => void
}

/** Where staff write: a reply to the customer, or a note that stays inside. */
export const Composer = (props: ComposerProps) => {
  let field: HTMLTextAreaElement | undefined
  /** Whose draft is in the field; the chat itself may be gone already when the field goes. */
  let current = ""
  const [draft, setDraft] = createSignal("")
  const [isNote, setNote] = createSignal(false)
  const [isSaving, setSaving] = createSignal(false)
  const canned = createCanned(draft)
  const isTouch = createMedia("(pointer: coarse)")
  const text = () => draft().trim()
  const attachment = createAttachment(() => props.conversationId)
  const file = () => (isNote() ? null : attachment.file())
  /** There is something to send, and all of it is here. */
  const isReady = () =>
    file() === null ? text() !== "" : attachment.ready() !== null && text().length <= longestCaption
  const attached = () => focus(false)
  const keep = (conversationId: string) => {
    if (text() === "") drafts.delete(conversationId)
    else drafts.set(conversationId, { text: draft(), isNote: isNote() })
  }

  createEffect(
    on(
      () => props.conversationId,
      (id, before) => {
        if (before !== undefined) keep(before)
        current = id
        const begun = drafts.get(id)
        setDraft(begun?.text ?? "")
        setNote(begun?.isNote ?? false)
      }
    )
  )
  onCleanup(() => keep(current))
  // Who types and then thinks for some seconds types no more.
  const live = useLive()
  let idle: ReturnType<typeof setTimeout> | undefined
  createEffect(() => {
    clearTimeout(idle)
    live.isAt(props.conversationId, text() !== "")
    if (text() !== "") idle = setTimeout(() => live.isAt(props.conversationId, false), typingMillis)
  })
  onCleanup(() => {
    clearTimeout(idle)
    live.isAt(null, false)
  })
  // As high as its text, up to a third of a phone's screen.
  createEffect(() => {
    draft()
    if (field === undefined) return
    field.style.height = "auto"
    field.style.height = `${Math.min(field.scrollHeight, 160)}px`
  })

  const focus = (asNote: boolean) => {
    setNote(asNote)
    field?.focus()
  }
  createShortcuts({
    r: () => focus(false),
    n: () => focus(true),
    t: () => props.control.take(),
    b: () => props.control.handBack()
  })

  offerActions(() => [
    ...(props.control.isMine() ? [] : [{ label: "Take over this chat", key: "T", run: props.control.take }]),
    { label: "Hand back to the bot", key: "B", run: props.control.handBack },
    { label: "Pause the bot for an hour", run: () => props.control.pause(60) },
    { label: "Write a reply", key: "R", run: () => focus(false) },
    { label: "New note", key: "N", run: () => focus(true) }
  ])

  const pick = (reply: { readonly text: string }) => {
    setDraft(reply.text)
    field?.focus()
  }
  const send = () => {
    if (!isReady() || (props.control.other() !== null && !isNote())) return
    const ready = file() === null ? null : attachment.ready()
    const { conversationId, quoted } = props
    props.outgoing.send({
      conversationId,
      kind: isNote() ? "note" : "reply",
      text: text(),
      quoted: isNote() ? null : quoted,
      ...(ready === null ? {} : { file: ready })
    })
    if (ready !== null) attachment.remove()
    setDraft("")
    drafts.delete(conversationId)
    props.onUnquote()
    props.onSent()
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.isComposing) return
    if (canned.isOpen()) {
      const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0
      if (step !== 0) {
        event.preventDefault()
        canned.step(step)
        return
      }
      const chosen = canned.found()[canned.at()]
      if ((event.key === "Enter" || event.key === "Tab") && chosen !== undefined) {
        event.preventDefault()
        pick(chosen)
        return
      }
    }
    if (event.key === "Escape") {
      event.stopPropagation()
      if (canned.isOpen()) setDraft("")
      else field?.blur()
    }
    // A phone has no Shift to start a line with: its button sends.
    if (event.key === "Enter" && !event.shiftKey && !isTouch()) {
      event.preventDefault()
      send()
    }
  }

  return (
    <form
      class="relative shrink-0 border-t border-line p-2"
      classList={{ "bg-bubble-note": isNote() }}
      aria-label={isNote() ? "Write a note" : "Write a reply"}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        if (attachment.attach(event.dataTransfer?.files)) attached()
      }}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <Show when={canned.isOpen()}>
        <CannedMenu id="canned-replies" canned={canned} onPick={pick} />
      </Show>
      <Show when={!isNote() && props.quoted}>
        {(quoted) => (
          <p class="mb-1 flex items-center gap-2 border-l-3 border-accent pl-2 text-muted">
            <span class="min-w-0 flex-1 truncate">{messageLine(quoted())}</span>
            <IconButton label="Do not quote" onClick={() => props.onUnquote()}>
              <X class="size-4" aria-hidden="true" />
            </IconButton>
          </p>
        )}
      </Show>
      <Show when={!isNote()}>
        <AttachmentBar attachment={attachment} />
      </Show>
      <Show when={file() !== null && text().length > longestCaption}>
        <p role="alert" class="mb-1 text-xs text-bad">
          A file goes with at most {longestCaption} letters. Send the rest as a reply of its own.
        </p>
      </Show>
      <div class="flex items-end gap-2">
        <AttachButton attachment={attachment} onAttached={attached} />
        <textarea
          ref={(element) => (field = element)}
          rows="1"
          maxlength="4096"
          value={draft()}
          onInput={(event) => setDraft(event.currentTarget.value)}
          onKeyDown={onKey}
          onPaste={(event) => {
            if (attachment.attach(event.clipboardData?.files)) {
              event.preventDefault()
              attached()
            }
          }}
          aria-label={isNote() ? "Note for your team" : "Reply"}
          placeholder={
            isNote()
              ? "A note for your team; the customer does not see it"
              : props.control.other() === null
                ? "Write a reply, / for canned ones"
                : `${props.control.other()} answers this chat`
          }
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={canned.isOpen() ? "canned-replies" : undefined}
          aria-activedescendant={
            canned.isOpen() && canned.found().length > 0 ? `canned-replies-${canned.at()}` : undefined
          }
          class="max-h-40 min-h-9 flex-1 resize-none rounded-md border border-edge bg-bg px-2.5 py-1.5 text-base leading-6 placeholder:text-muted pointer-coarse:min-h-11"
        />
        <Button
          type="submit"
          look="solid"
          class="h-9"
          disabled={!isReady() || (!isNote() && props.control.other() !== null)}
        >
          <SendHorizontal class="size-4" aria-hidden="true" />
          <span class="max-sm:sr-only">{isNote() ? "Add note" : "Send"}</span>
        </Button>
      </div>
      <div class="mt-1 flex items-center gap-1 text-xs text-muted">
        <div role="group" aria-label="What you write" class="flex rounded-md border border-line">
          <Kind label="Reply (R)" isOn={!isNote()} onPick={() => focus(false)} />
          <Kind label="Note (N)" isOn={isNote()} onPick={() => focus(true)} />
        </div>
        <Show when={text().length > 1 && !text().startsWith("/")}>
          <button
            type="button"
            onClick={() => setSaving(true)}
            class="inline-flex h-6 items-center gap-1 rounded-md px-1.5 hover:bg-hover hover:text-text pointer-coarse:h-10"
          >
            <BookmarkPlus class="size-3.5" aria-hidden="true" />
            Save as canned reply
          </button>
        </Show>
        <Show when={!isNote() && attachment.most()}>
          {(most) => (
            <span class="figures shrink-0 px-1" classList={{ "max-md:hidden": text() !== "" }}>
              Files up to {sizeWords(most())}
            </span>
          )}
        </Show>
        <span class="ml-auto max-md:hidden">Enter sends, Shift + Enter starts a line</span>
      </div>
      <Show when={isSaving()}>
        <SaveCanned text={text()} canned={canned} onClose={() => setSaving(false)} />
      </Show>
    </form>
  )
}

const Kind = (props: { readonly label: string; readonly isOn: boolean; readonly onPick: () => void }) => (
  <button
    type="button"
    aria-pressed={props.isOn}
    onClick={() => props.onPick()}
    class="h-6 rounded-md px-2 pointer-coarse:h-10"
    classList={{ "bg-selected font-medium text-text": props.isOn, "hover:text-text": !props.isOn }}
  >
    {props.label}
  </button>
)
