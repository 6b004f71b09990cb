package dev.kiln.spark.application;

import dev.kiln.spark.SparkSetupException;
import java.io.IOException;

/** How applications of one kind are asked after, ended and read. Safe for use by several threads. */
interface ApplicationManager {
    /**
     * Asks how an application is.
     *
     * @return what is known now
     * @throws IOException if nobody can be asked at the moment
     */
    ApplicationRecord ask(ApplicationRecord record) throws IOException;

    /**
     * Ends an application's driver, which ends the rest.
     *
     * @throws IOException if nobody can be asked to at the moment
     * @throws SparkSetupException if that is refused
     */
    void kill(ApplicationRecord record) throws IOException;

    /** The driver's log. */
    LogReader driverLog(ApplicationRecord record, LogStream stream);

    /**
     * An executor's log.
     *
     * @param executor its number, from 0 on
     * @throws SparkSetupException if applications of this kind have no executors of their own
     */
    LogReader executorLog(ApplicationRecord record, int executor, LogStream stream);
}
