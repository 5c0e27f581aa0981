/**
 * Why something did not work, as a sentence a person reads.
 */
import { PROBLEMS, Problem, type ProblemCode } from '../../shared/problem.ts'

export const codeOf = (error: unknown): ProblemCode => (error instanceof Problem ? error.code : 'internal')

export function sayProblem(error: unknown): string {
  return PROBLEMS[codeOf(error)].says
}
