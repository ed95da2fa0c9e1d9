import styles from 'swagger-ui-dist/swagger-ui.css' with { type: 'text' };
import script from 'swagger-ui-dist/swagger-ui-bundle.js' with { type: 'text' };

/** The page's parts that others wrote, as texts that the bundler puts in. Loaded when first asked for: they are big. */
export const SWAGGER_SCRIPT: string = script;
export const SWAGGER_STYLES: string = styles;
