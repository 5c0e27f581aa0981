/** Says that the numbers begin again in a later chapter, and puts the chapters in front at one press. */
import { Button } from '../../ui/button.tsx'
import styles from './begins-again.module.css'

interface Props {
  onNumber(): void
  /** Of a table, whose rows are not edited one by one: there is a way back, under the same finger. */
  isNumbered?: boolean
}

export const BeginsAgain = ({ onNumber, isNumbered = false }: Props) => (
  <div className={styles.again}>
    <p role="status">
      {isNumbered
        ? 'Numbered with their chapters, for the numbers begin again in a later one.'
        : 'The numbers begin again in a later chapter, and no two statements can have the same.'}
    </p>
    <Button slim onClick={onNumber}>
      {isNumbered ? 'Leave them as they are' : 'Number them with their chapter (2.1, 2.2 …)'}
    </Button>
  </div>
)
