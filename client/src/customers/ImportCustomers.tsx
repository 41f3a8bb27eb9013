import FileUp from "lucide-solid/icons/file-up"
import { createSignal, For, Match, Show, Switch } from "solid-js"
import type { ImportAnswer } from "../api/CustomerGateway.ts"
import { formatCount } from "../time/formatTime.ts"
import { Button } from "../ui/Button.tsx"
import { Drawer } from "../ui/Drawer.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { StatusShape, type Tone } from "../ui/StatusBadge.tsx"
import { createImport } from "./createImport.ts"

interface ImportCustomersProps {
  readonly onImported: () => void
  readonly onClose: () => void
}

const columns = "username, user_id, email, panel, whatsapp, telegram, memo, language"

/** A list from a file: what it would do is shown before it is done. */
export const ImportCustomers = (props: ImportCustomersProps) => {
  const list = createImport(() => props.onImported())
  const willChange = () => (list.preview()?.added ?? 0) + (list.preview()?.changed ?? 0)
  return (
    <Drawer
      isOpen
      title="Import customers"
      onClose={props.onClose}
      foot={
        <div class="flex justify-end gap-2">
          <Show
            when={list.done() === null}
            fallback={
              <Button look="solid" onClick={() => props.onClose()}>
                Done
              </Button>
            }
          >
            <Show when={list.file()} fallback={<Button onClick={() => props.onClose()}>Cancel</Button>}>
              <Button onClick={list.again}>Another file</Button>
            </Show>
            <Show when={list.preview()}>
              <Button
                look="solid"
                disabled={willChange() === 0}
                isBusy={list.act.isBusy()}
                onClick={() => void list.bring()}
              >
                Import {formatCount(willChange())}
              </Button>
            </Show>
          </Show>
        </div>
      }
    >
      <div class="flex flex-col gap-4 p-4">
        <Show when={list.file()} fallback={<Pick onPick={(file) => void list.look(file)} />}>
          {(file) => (
            <p class="truncate">
              <span class="font-medium">{file().name}</span>
              <span class="text-muted">
                {" "}
                · {list.done() === null ? "nothing is changed yet" : "imported"}
              </span>
            </p>
          )}
        </Show>
        <Switch>
          <Match when={list.act.trouble()}>
            {(trouble) => (
              <div class="-m-3">
                <ErrorBox
                  trouble={{
                    ...trouble(),
                    message: trouble().message.replace(/^Wrong in the body: csv: /, "")
                  }}
                  isSmall
                />
              </div>
            )}
          </Match>
          <Match when={list.act.isBusy() && list.preview() === null}>
            <div role="status" aria-label="Reading the list" class="flex flex-col gap-2">
              <span class="skeleton h-4 w-1/2" />
              <span class="skeleton h-4 w-2/3" />
            </div>
          </Match>
          <Match when={list.done()}>{(answer) => <Outcome answer={answer()} isDone />}</Match>
          <Match when={list.preview()}>{(answer) => <Outcome answer={answer()} />}</Match>
        </Switch>
      </div>
    </Drawer>
  )
}

const Pick = (props: { readonly onPick: (file: File) => void }) => {
  const [isOver, setOver] = createSignal(false)
  return (
    <>
      <label
        class="flex cursor-pointer flex-col items-center gap-1 rounded-md border border-dashed border-edge p-6 text-center has-focus-visible:outline-2 has-focus-visible:outline-accent"
        classList={{ "bg-selected": isOver(), "hover:bg-hover": !isOver() }}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          const file = event.dataTransfer?.files[0]
          if (file !== undefined) props.onPick(file)
        }}
      >
        <FileUp class="size-6 stroke-[1.5] text-muted" aria-hidden="true" />
        <span class="font-medium">Pick a CSV file</span>
        <span class="text-xs text-muted">or drop it here; up to 10 000 lines</span>
        <input
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          class="sr-only"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0]
            if (file !== undefined) props.onPick(file)
          }}
        />
      </label>
      <div class="text-muted">
        <p>The first line names the columns, in any order; only the username is needed:</p>
        <code class="mt-1 block rounded-md bg-surface px-2 py-1 font-mono text-xs break-words text-text ring-1 ring-line select-all">
          {columns}
        </code>
        <p class="mt-2">
          Several numbers in one cell are parted by “;”. Customers who are there already get the new values
          and numbers; blank cells and customers who are not in the file stay as they are.
        </p>
      </div>
    </>
  )
}

const Outcome = (props: { readonly answer: ImportAnswer; readonly isDone?: boolean }) => {
  const counts = (): ReadonlyArray<readonly [tone: Tone, label: string, count: number]> => [
    ["ok", props.isDone === true ? "added" : "will be added", props.answer.added],
    ["info", props.isDone === true ? "changed" : "will be changed", props.answer.changed],
    ["off", "are as the file says already", props.answer.unchanged],
    [
      "bad",
      props.answer.problems.length === 1
        ? "line has a problem and changes nothing"
        : "lines have a problem and change nothing",
      props.answer.problems.length
    ]
  ]
  return (
    <>
      <div role="status">
        <ul class="flex flex-col gap-1">
          <For each={counts().filter(([, , count], index) => count > 0 || index === 0)}>
            {([tone, label, count]) => (
              <li class="flex items-center gap-2">
                <StatusShape tone={tone} />
                <span>
                  <span class="figures font-medium">{formatCount(count)}</span> {label}
                </span>
              </li>
            )}
          </For>
        </ul>
      </div>
      <Show when={props.answer.problems.length > 0}>
        <div>
          <h3 class="mb-1 text-xs font-semibold text-muted">What to mend in the file</h3>
          <ol class="flex max-h-80 flex-col overflow-y-auto rounded-md border border-line" tabindex="0">
            <For each={props.answer.problems}>
              {(problem) => (
                <li class="grid grid-cols-[4.5rem_1fr] gap-2 border-b border-line px-2 py-1.5 last:border-b-0">
                  <span class="figures text-muted">Line {problem.line}</span>
                  <span class="break-words">{problem.text}</span>
                </li>
              )}
            </For>
          </ol>
        </div>
      </Show>
    </>
  )
}
