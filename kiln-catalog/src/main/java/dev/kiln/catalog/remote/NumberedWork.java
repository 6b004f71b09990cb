package dev.kiln.catalog.remote;

import dev.kiln.catalog.store.FileWork;
import java.io.IOException;

/** A step of work on files that another process has asked for, and whose failure it has to be told. */
record NumberedWork(FileWork work, int number) {
    /** The same work; failures tell its number. */
    FileWork reported() {
        if (work instanceof FileWork.Delete delete) {
            return new FileWork.Delete(delete.path(), this::failure);
        }
        FileWork.Rename rename = (FileWork.Rename) work;
        return new FileWork.Rename(rename.from(), rename.to(), this::failure);
    }

    private Throwable failure(IOException cause) {
        return new Failed(number, cause);
    }

    /** The step failed, and the change with it. */
    static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int number;

        Failed(int number, IOException cause) {
            super(String.valueOf(cause.getMessage()), cause);
            this.number = number;
        }

        int number() {
            return number;
        }
    }
}
