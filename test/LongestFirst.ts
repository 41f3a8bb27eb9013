import { BaseSequencer, type TestSpecification } from "vitest/node"

/** What a file takes where no earlier run has told, in milliseconds. */
const guesses: ReadonlyArray<readonly [path: RegExp, millis: number]> = [
  [/\/test\/faults\//, 150_000],
  [/\/test\/(browser|model|security)\//, 40_000],
  [/\/client\/test\//, 30_000],
  [/\/test\//, 15_000],
  [/./, 2_000]
]

/**
 * The longest files of all projects first, so that none is left alone at the end, and files that wait run beside files
 * that work. Those that share a process come last, one after the other.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: Array<TestSpecification>): Promise<Array<TestSpecification>> {
    const duration = (file: TestSpecification): number =>
      this.ctx.cache.getTestSpecificationResult(file)?.duration ??
      guesses.find(([path]) => path.test(file.moduleId))?.[1] ??
      0
    const isApart = ({ project }: TestSpecification) => Number(project.config.isolate)
    return files.toSorted((a, b) => isApart(b) - isApart(a) || duration(b) - duration(a))
  }
}
