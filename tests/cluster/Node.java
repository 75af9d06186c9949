import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.codelibs.opensearch.runner.OpenSearchRunner;
import org.opensearch.analysis.common.CommonAnalysisModulePlugin;
import org.opensearch.index.analysis.AnalyzerProvider;
import org.opensearch.index.analysis.PreBuiltAnalyzerProviderFactory;
import org.opensearch.indices.analysis.AnalysisModule.AnalysisProvider;

/** One OpenSearch node in a process of its own: java Node FOLDER CLUSTER KEY=VALUE…, until its input ends. */
public class Node extends OpenSearchRunner {
    public static void main(String[] arguments) {
        Node node = new Node();
        node.onBuild((number, settings) -> {
            for (int index = 2; index < arguments.length; index++) {
                String[] pair = arguments[index].split("=", 2);
                settings.put(pair[0], pair[1]);
            }
        });
        String modules = String.join(",", MODULE_TYPES);
        node.build(newConfigs()
                .basePath(arguments[0])
                .clusterName(arguments[1])
                .moduleTypes(modules.replace(CommonAnalysisModulePlugin.class.getName(), Analysis.class.getName()))
                .numOfNode(1));
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        System.exit(0);
    }

    /** Without the analyser of Thai: every new index tries all of them, and a small Java knows no Thai. */
    public static class Analysis extends CommonAnalysisModulePlugin {
        @Override
        public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
            var found = super.getAnalyzers();
            found.remove("thai");
            return found;
        }

        @Override
        public List<PreBuiltAnalyzerProviderFactory> getPreBuiltAnalyzerProviderFactories() {
            return super.getPreBuiltAnalyzerProviderFactories().stream()
                    .filter(each -> !each.getName().equals("thai")).toList();
        }
    }
}
