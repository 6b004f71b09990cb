package dev.kiln.engine.bridge;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Generator;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenFallback;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/** The rows of a generator as an array of structs, so that DuckDB can unnest them. */
public final class GeneratorArray extends Expression implements CodegenFallback {
    private static final long serialVersionUID = 1L;

    private final Generator generator;

    /** @param generator also an expression, as every generator is; resolved */
    public GeneratorArray(Generator generator) {
        this.generator = requireNonNull(generator, "generator");
    }

    private Expression expression() {
        return (Expression) generator;
    }

    @Override
    public Seq<Expression> children() {
        return expression().children();
    }

    @Override
    public DataType dataType() {
        return new ArrayType(generator.elementSchema(), false);
    }

    @Override
    public boolean nullable() {
        return false;
    }

    @Override
    public boolean foldable() {
        return false;
    }

    @Override
    public String prettyName() {
        return expression().prettyName();
    }

    @Override
    public @Nullable Object eval(@Nullable InternalRow input) {
        List<Object> rows = new ArrayList<>();
        Iterator<InternalRow> produced = generator.eval(input).iterator();
        while (produced.hasNext()) {
            rows.add(produced.next().copy());
        }
        return new GenericArrayData(rows.toArray());
    }

    @Override
    public ExprCode doGenCode(CodegenContext context, ExprCode code) {
        return CodegenFallback.super.doGenCode(context, code);
    }

    @Override
    public Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
        return new GeneratorArray((Generator) expression().withNewChildren(newChildren));
    }

    /** The generator is no child, so a copy has to copy it too: generators keep state. */
    @Override
    public Expression clone() {
        return new GeneratorArray((Generator) expression().clone());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GeneratorArray that && generator.equals(that.generator);
    }

    @Override
    public int hashCode() {
        return generator.hashCode();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof GeneratorArray;
    }

    @Override
    public int productArity() {
        return 1;
    }

    @Override
    public Object productElement(int index) {
        if (index != 0) {
            throw new IndexOutOfBoundsException(index);
        }
        return generator;
    }
}
