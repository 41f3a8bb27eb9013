import FlaskConical from "lucide-solid/icons/flask-conical"
import { Match, Show, Switch } from "solid-js"
import { AreaField } from "../ui/AreaField.tsx"
import { Button } from "../ui/Button.tsx"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { PageHead } from "../ui/PageHead.tsx"
import { SelectField } from "../ui/SelectField.tsx"
import { StatusShape } from "../ui/StatusBadge.tsx"
import { createDryRun } from "./createDryRun.ts"
import { DryResult } from "./DryResult.tsx"
import { WriterPicker } from "./WriterPicker.tsx"

/** Try any message as anybody: what the bot would answer and do, with every check (OR-13). */
const TryView = () => {
  const run = createDryRun()
  const isReady = () => run.text().trim() !== "" && !run.isBusy()
  return (
    <div class="flex h-full flex-col">
      <PageHead title="Try it">
        <p class="flex items-center gap-1.5 text-muted">
          <StatusShape tone="ok" />
          Nothing is sent or stored here.
        </p>
      </PageHead>
      <div class="relative min-h-0 flex-1 overflow-y-auto scroll-thin">
        <div class="grid max-w-320 gap-6 px-3 py-4 pb-12 md:px-6 lg:grid-cols-[22rem_minmax(0,1fr)]">
          <form
            class="flex flex-col gap-4 lg:sticky lg:top-4 lg:self-start"
            onSubmit={(event) => {
              event.preventDefault()
              if (isReady()) run.run()
            }}
          >
            <AreaField
              label="Message"
              rows={4}
              class="[&_textarea]:min-h-28"
              placeholder={"492007588 cancel\n492007589 status"}
              hint="As a customer would write it, on as many lines as he likes. Ctrl+Enter tries it."
              maxlength={65_536}
              value={run.text()}
              onInput={(event) => run.setText(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !isReady()) return
                event.preventDefault()
                run.run()
              }}
            />
            <WriterPicker writer={run.writer()} onPick={run.setWriter} />
            <div class="grid grid-cols-2 gap-3">
              <SelectField
                label="Network"
                value={run.channelKind()}
                options={[
                  { value: "whatsapp", label: "WhatsApp" },
                  { value: "telegram", label: "Telegram" }
                ]}
                onPick={run.setChannelKind}
              />
              <SelectField
                label="Chat"
                value={run.chatKind()}
                options={[
                  { value: "direct", label: "Direct" },
                  { value: "group", label: "Group" }
                ]}
                onPick={run.setChatKind}
              />
            </div>
            <Button type="submit" look="solid" isBusy={run.isBusy()} disabled={!isReady()}>
              {run.isBusy() ? "Trying" : "Try it"}
            </Button>
          </form>
          <div class="min-w-0" aria-live="polite" aria-busy={run.isBusy()}>
            <Show when={run.trouble()}>
              {(trouble) => (
                <div class="-mx-3 -mt-3">
                  <ErrorBox trouble={trouble()} onRetry={run.run} />
                </div>
              )}
            </Show>
            <Show when={run.isStale()}>
              <p class="mb-3 text-warn">This is the answer to the message as it was before your change.</p>
            </Show>
            <Switch>
              <Match when={run.tried()}>
                {(tried) => (
                  <>
                    <DryResult tried={tried()} />
                    <p class="mt-6 flex items-center gap-1.5 text-muted">
                      <StatusShape tone="ok" />
                      Nothing was sent or stored.
                    </p>
                  </>
                )}
              </Match>
              <Match when={run.trouble() === null}>
                <EmptyState
                  icon={<FlaskConical />}
                  text={
                    run.isBusy() ? "Reading the panel." : "Write a message and see what the bot would do."
                  }
                  hint="Orders are looked up for real, so the answer is the one your customer would get now."
                />
              </Match>
            </Switch>
          </div>
        </div>
      </div>
    </div>
  )
}

export default TryView
