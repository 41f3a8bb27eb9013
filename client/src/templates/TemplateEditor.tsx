import ChevronLeft from "lucide-solid/icons/chevron-left"
import { createMemo, createSignal, createUniqueId, For, Show } from "solid-js"
import type { Shelf, TemplateText } from "../api/Rules.ts"
import { Button, IconButton } from "../ui/Button.tsx"
import { FormTrouble } from "../ui/FormTrouble.tsx"
import { inputClass } from "../ui/inputClass.ts"
import { StatusShape } from "../ui/StatusBadge.tsx"
import { createPreview } from "./createPreview.ts"
import type { Templates } from "./createTemplates.ts"
import { PreviewBubble } from "./PreviewBubble.tsx"
import { keyWords, oneLine } from "./templateWords.ts"
import { putIn, VariableButtons } from "./VariableButtons.tsx"

interface TemplateEditorProps {
  readonly templates: Templates
  readonly text: TemplateText
  readonly shelf: Shelf
}

/** One text: what is said, with whose data, and the texts of single statuses that may replace it. */
export const TemplateEditor = (props: TemplateEditorProps) => {
  const { templates } = props
  const id = createUniqueId()
  const [orderId, setOrderId] = createSignal("")
  const [isSample, setSample] = createSignal(false)
  const draft = () => templates.draftOf(props.text)
  const isChanged = () => templates.isDraft(props.text.key)
  const wanted = createMemo(() => ({
    key: props.text.key,
    text: draft(),
    language: templates.language(),
    isSample: isSample(),
    ...(orderId().trim() === "" || isSample() ? {} : { orderId: orderId().trim() })
  }))
  const { preview, trouble } = createPreview(wanted)
  const isMissing = () => trouble()?.status === 404
  let field: HTMLTextAreaElement | undefined
  const edit = (text: string) => templates.setDraft(props.text.key, text === props.text.text ? null : text)

  return (
    <div class="flex flex-col gap-5 p-3 pb-8 md:p-6">
      <header class="flex items-start gap-1">
        <IconButton label="Back to the list" class="-ml-2 md:hidden" onClick={() => templates.open(null)}>
          <ChevronLeft class="size-5" aria-hidden="true" />
        </IconButton>
        <div class="min-w-0">
          <h2 class="text-lg font-semibold text-balance">{keyWords(props.text.key)}</h2>
          <p class="text-muted">
            <Show
              when={props.text.base}
              fallback={props.text.own === null ? "The usual text" : "Your own text"}
            >
              {(base) => (
                <>
                  {props.text.own === null ? "Not written, so this is said: " : "Your own text. Without it: "}
                  <button
                    type="button"
                    class="inline-flex min-h-6 items-center font-medium text-accent hover:underline"
                    onClick={() => templates.open(base())}
                  >
                    {keyWords(base())}
                  </button>
                </>
              )}
            </Show>
          </p>
        </div>
      </header>

      <div class="grid gap-5 xl:grid-cols-2">
        <div class="flex flex-col gap-2">
          <label for={id} class="font-medium">
            Text
          </label>
          <textarea
            ref={(element) => (field = element)}
            id={id}
            rows={4}
            maxlength={4000}
            value={draft()}
            onInput={(event) => edit(event.currentTarget.value)}
            class="field-sizing-content max-h-96 min-h-28 w-full rounded-md border border-edge bg-bg px-3 py-2 text-base"
          />
          <VariableButtons
            names={props.text.variables}
            examples={templates.list()?.examples ?? {}}
            onPick={(name) => field !== undefined && edit(putIn(field, name))}
          />
          <div class="flex flex-wrap items-center gap-2">
            <Button
              look="solid"
              isBusy={templates.act.isBusy()}
              disabled={!isChanged() || draft().trim() === ""}
              onClick={() => void templates.save(props.text)}
            >
              Save
            </Button>
            <Show when={isChanged()}>
              <Button look="quiet" onClick={() => templates.setDraft(props.text.key, null)}>
                Discard
              </Button>
            </Show>
            <Show when={props.text.own !== null}>
              <Button isBusy={templates.act.isBusy()} onClick={() => void templates.reset(props.text)}>
                Back to the usual text
              </Button>
            </Show>
            <span role="status" class="text-ok empty:hidden">
              {templates.savedKey() === props.text.key ? "Saved. Customers read it from now on." : null}
            </span>
          </div>
          <Show when={draft().trim() === ""}>
            <p class="font-medium text-bad">
              An empty text cannot be sent. Write one, or discard the change.
            </p>
          </Show>
          <FormTrouble trouble={templates.act.trouble()} />
          <Show when={props.text.own !== null}>
            <div class="mt-1 text-muted">
              <p class="text-xs font-medium">The usual text</p>
              <p class="wrap-anywhere whitespace-pre-wrap">{props.text.usual}</p>
            </div>
          </Show>
        </div>

        <section aria-label="Preview" class="flex flex-col gap-2">
          <h3 class="font-medium">What the customer reads</h3>
          <PreviewBubble preview={preview()} />
          <Show when={trouble() !== null && !isMissing()}>
            <p class="text-bad">{trouble()?.message}</p>
          </Show>
          <div class="flex flex-wrap items-center gap-x-3 gap-y-2 text-muted">
            <span class="min-w-0 basis-full">
              {preview()?.source == null ? "With examples." : `With the data of ${preview()?.source}.`}
            </span>
            <input
              class={`${inputClass} figures w-44`}
              aria-label="Preview with the order"
              aria-invalid={isMissing()}
              placeholder="Preview with order id"
              maxlength={40}
              disabled={isSample()}
              value={orderId()}
              onInput={(event) => setOrderId(event.currentTarget.value)}
            />
            <label class="inline-flex h-8 items-center gap-1.5 pointer-coarse:h-10">
              <input
                type="checkbox"
                class="size-4"
                checked={isSample()}
                onChange={(event) => setSample(event.currentTarget.checked)}
              />
              Examples only
            </label>
            <Show when={isMissing()}>
              <span class="basis-full font-medium text-bad">No request is known for this order.</span>
            </Show>
          </div>
        </section>
      </div>

      <Show when={props.shelf.variants.length > 0}>
        <section aria-label="Texts for single cases">
          <h3 class="font-medium">Texts for single cases</h3>
          <p class="mb-2 text-muted">Where one is not written, the more general text is said.</p>
          <ul class="rounded-md border border-line">
            <For each={[props.shelf as TemplateText, ...props.shelf.variants]}>
              {(text) => (
                <li class="border-b border-line last:border-b-0">
                  <button
                    type="button"
                    aria-current={text.key === props.text.key ? "true" : undefined}
                    onClick={() => templates.open(text.key)}
                    class="grid min-h-9 w-full grid-cols-[minmax(0,1fr)] items-center gap-x-3 px-3 py-1.5 text-left -outline-offset-2 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]"
                    classList={{
                      "bg-selected": text.key === props.text.key,
                      "hover:bg-hover": text.key !== props.text.key
                    }}
                  >
                    <span class="flex min-w-0 items-center gap-1.5 font-medium">
                      <StatusShape tone={text.own === null ? "plain" : "ok"} />
                      <span class="truncate">{keyWords(text.key)}</span>
                    </span>
                    <span class="truncate text-muted" classList={{ italic: text.own === null }}>
                      {text.own === null && text.base !== null
                        ? `as “${keyWords(text.base)}”`
                        : oneLine(text.text)}
                    </span>
                  </button>
                </li>
              )}
            </For>
          </ul>
        </section>
      </Show>
    </div>
  )
}
