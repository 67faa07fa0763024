package io.dramatis.spark;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One Spark for the whole test run, a session of its own for each test: {@code @ExtendWith(SparkSessions.class)}. */
public final class SparkSessions implements ParameterResolver {

    private static final class Holder implements ExtensionContext.Store.CloseableResource {
        private final SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .appName("tests")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.shuffle.partitions", "1")
                .config("spark.databricks.delta.snapshotPartitions", "1")
                .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir") + "/dramatis-test-warehouse")
                .getOrCreate();

        @Override
        public void close() {
            spark.stop();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SparkSession.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Holder holder = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SparkSessions.class))
                .getOrComputeIfAbsent(Holder.class, key -> new Holder(), Holder.class);
        return holder.spark.newSession();
    }
}
