import { Show } from "solid-js"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { Notice } from "../ui/Notice.tsx"
import { PageHead } from "../ui/PageHead.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { UndoBar } from "../ui/UndoBar.tsx"
import { AliasTable } from "./AliasTable.tsx"
import { CommandTable } from "./CommandTable.tsx"
import { createOwnWords } from "./createOwnWords.ts"
import { ReadingBox } from "./ReadingBox.tsx"

/** The tenant's own words and commands, and a box that shows how a message is read. */
const WordsView = () => {
  const words = createOwnWords()
  return (
    <div class="flex h-full flex-col">
      <PageHead title="Words" />
      <Show when={words.notice()}>{(text) => <Notice text={text()} onClose={words.closeNotice} />}</Show>
      <Show when={words.trouble()}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={words.reload} />}
      </Show>
      <Show
        when={words.words()}
        fallback={
          <Show when={words.trouble() === null}>
            <SkeletonRows count={8} rowClass="h-12" />
          </Show>
        }
      >
        {(read) => (
          <div class="relative min-h-0 flex-1 overflow-y-auto scroll-thin">
            <div class="grid max-w-320 gap-x-8 gap-y-8 px-3 py-4 pb-20 md:px-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
              <div class="flex min-w-0 flex-col gap-8">
                <AliasTable words={words} />
                <CommandTable words={words} />
              </div>
              <div class="min-w-0 lg:sticky lg:top-4 lg:self-start">
                <ReadingBox version={read().version} />
              </div>
            </div>
          </div>
        )}
      </Show>
      <UndoBar done={words.saved()} onClose={words.closeSaved} />
    </div>
  )
}

export default WordsView
