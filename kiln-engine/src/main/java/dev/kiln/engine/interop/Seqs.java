package dev.kiln.engine.interop;

import scala.collection.immutable.Nil$;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Scala's immutable sequences. */
public final class Seqs {
    private Seqs() {}

    @SuppressWarnings("unchecked") // an empty list is a list of anything
    public static <A> Seq<A> empty() {
        return (Seq<A>) (Seq<?>) Nil$.MODULE$;
    }

    public static <A> Seq<A> of(A element) {
        return CollectionConverters.asScala(java.util.List.of(element)).toSeq();
    }
}
