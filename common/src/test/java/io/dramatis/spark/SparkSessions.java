package io.dramatis.spark;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One Spark for the whole test run, a session of its own for each test: {@code @ExtendWith(SparkSessions.class)}. */
public final class SparkSessions implements ParameterResolver {

    private static final class Holder implements ExtensionContext.Store.CloseableResource {
        private final SparkSession spark = session();

        private static SparkSession session() {
            SparkSession.Builder builder = SparkSession.builder().appName("tests");
            SparkSettings.everywhere().forEach(builder::config);
            SparkSettings.local(2).forEach(builder::config);
            // A failed task is tried once more, as on a cluster.
            return builder.config("spark.master", "local[4, 2]")
                    .config("spark.sql.shuffle.partitions", "1")
                    .config(
                            "spark.sql.warehouse.dir",
                            System.getProperty("java.io.tmpdir") + "/dramatis-test-warehouse")
                    .getOrCreate();
        }

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
