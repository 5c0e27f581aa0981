/** A page of the guide, as `vite.guide.ts` reads it. */
declare module '*.md?guide' {
  import type { GuideNode } from './views/help/guide-node.ts'

  const page: readonly GuideNode[]
  export default page
}
