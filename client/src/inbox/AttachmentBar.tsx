import FileText from "lucide-solid/icons/file-text"
import Paperclip from "lucide-solid/icons/paperclip"
import X from "lucide-solid/icons/x"
import { Show } from "solid-js"
import { Button, IconButton } from "../ui/Button.tsx"
import type { Trouble } from "../api/Trouble.ts"
import { sizeWords } from "../words/sizeWords.ts"
import type { Attachment } from "./createAttachment.ts"

/** What goes with the next reply: drawn or named, on its way to the gateway, or why it does not go. */
export const AttachmentBar = (props: { readonly attachment: Attachment }) => (
  <Show when={props.attachment.file()}>
    {(file) => (
      <div class="mb-1 flex items-center gap-3 rounded-md border border-line bg-raised p-2">
        <Show
          when={props.attachment.preview()}
          fallback={<FileText class="size-10 shrink-0 p-2 text-muted" aria-hidden="true" />}
        >
          {(source) => (
            <img src={source()} alt="" class="size-14 shrink-0 rounded-sm border border-line object-cover" />
          )}
        </Show>
        <div class="min-w-0 flex-1">
          <p class="truncate">{file().name}</p>
          <Show
            when={props.attachment.trouble()}
            fallback={
              <p class="figures text-xs text-muted" role="status">
                {sizeWords(file().size)} ·{" "}
                {props.attachment.ready() === null
                  ? `${Math.floor(props.attachment.progress() * 100)} % brought`
                  : props.attachment.ready()?.form === "image"
                    ? "goes as a picture"
                    : "goes as a document"}
              </p>
            }
          >
            {(trouble) => (
              <p role="alert" class="text-xs text-bad">
                {trouble().message}
              </p>
            )}
          </Show>
          <Show when={isUnderWay(props.attachment)}>
            <progress
              aria-label="Bringing the file"
              class="mt-1 h-1 w-full accent-accent"
              value={props.attachment.progress()}
            />
          </Show>
        </div>
        <Show when={mayWorkAgain(props.attachment.trouble())}>
          <Button onClick={props.attachment.retry}>Try again</Button>
        </Show>
        <IconButton
          label={isUnderWay(props.attachment) ? "Cancel the upload" : "Remove the file"}
          onClick={props.attachment.remove}
        >
          <X class="size-4" aria-hidden="true" />
        </IconButton>
      </div>
    )}
  </Show>
)

const isUnderWay = ({ ready, trouble }: Attachment): boolean => ready() === null && trouble() === null

/** What is too large, or what the chat's network does not take, stays so. */
const mayWorkAgain = (trouble: Trouble | null): boolean =>
  trouble !== null && trouble.status !== 409 && trouble.status !== 413

const upTo = ({ most }: Attachment): string => {
  const bytes = most()
  return bytes === null ? "" : ` of up to ${sizeWords(bytes)}`
}

/** Opens the file picker. */
export const AttachButton = (props: { readonly attachment: Attachment; readonly onAttached: () => void }) => {
  let picker: HTMLInputElement | undefined
  return (
    <>
      <input
        ref={(element) => (picker = element)}
        type="file"
        class="hidden"
        aria-label="File to send"
        onChange={(event) => {
          if (props.attachment.attach(event.currentTarget.files)) props.onAttached()
          event.currentTarget.value = ""
        }}
      />
      <IconButton
        label={`Attach a picture or a file${upTo(props.attachment)}; you can also paste it or drop it here`}
        class="size-9 pointer-coarse:size-11"
        onClick={() => picker?.click()}
      >
        <Paperclip class="size-4" aria-hidden="true" />
      </IconButton>
    </>
  )
}
